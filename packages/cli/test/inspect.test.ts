import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTFRecords, encodeExample } from '@dareblopy/tfrecord';
import { createZip } from '@dareblopy/zip';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Description } from '../src/commands/inspect/describe.ts';
import { picture, run, runJson, temporaryFolder, testdata } from './run.ts';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  mkdirSync(at('photos/cat'), { recursive: true });
  mkdirSync(at('photos/dog'));
  for (let i = 0; i < 6; i++) {
    writeFileSync(at('photos', i % 3 ? 'cat' : 'dog', `${i}.jpg`), picture(i, 64 + (i % 2)));
  }
  const zip = await createZip(at('mixed.zip'));
  await zip.add('a/0.jpg', picture(0), { method: 'store' });
  await zip.add('a/broken.jpg', new Uint8Array([1, 2, 3]), { method: 'store' });
  await zip.add('b/notes.txt', new TextEncoder().encode('words '.repeat(100)));
  await zip.close();
  for (const name of ['train-0.tfrecord', 'train-1.tfrecord', 'all.tfrecord.gz']) {
    const writer = await createTFRecords(
      at(name),
      name.endsWith('gz') ? { compression: 'gzip' } : {},
    );
    for (let i = 0; i < 5; i++) {
      await writer.write(
        encodeExample({
          'image/encoded': picture(i),
          "it's": `text ${i}`,
          pixels: new Uint8Array(12),
          tags: i % 2 ? ['a', 'b'] : ['a'],
          ...(i === 0 ? { rare: 1n } : {}),
        }),
      );
    }
    await writer.close();
  }
});

describe('inspect', () => {
  it('counts methods, kinds, folders and pictures of an archive', async () => {
    const [zip] = await runJson<Description[]>(['inspect', at('mixed.zip')]);
    expect(zip).toMatchObject({
      kind: 'zip',
      count: 3,
      extensions: { jpg: 2, txt: 1 },
      folders: { a: 2, b: 1 },
      pictures: {
        count: 2,
        unreadable: { count: 1, first: ['a/broken.jpg'] },
        dimensions: { '64x48': 1 },
        processes: { 'baseline ycbcr 4:2:0': 1 },
      },
    });
    expect(zip?.methods?.store?.count).toBe(2);
    expect(zip?.methods?.deflate?.dataBytes).toBe(600);
    expect(zip).not.toHaveProperty('allSizes');
  });

  it('draws a folder as text that fits the terminal, without colours in a pipe', async () => {
    const { status, out } = await run(['inspect', at('photos')], { columns: 60 });
    expect(status).toBe(0);
    expect(out).toMatch(/folder, 6 files/);
    expect(out).toMatch(/cat {2,}4 {2}█+/);
    expect(out).toMatch(/64x48 {2,}3 {2}█+/);
    expect(out).not.toContain('\u001b');
    for (const line of out.split('\n').slice(1)) expect([...line].length).toBeLessThanOrEqual(100);
    expect((await run(['inspect', at('photos')], { isTTY: true })).out).toContain('\u001b[1m');
  });

  it('looks into as many pictures as asked, and says so', async () => {
    const { out } = await run(['inspect', at('photos'), '--sample', '2']);
    expect(out).toMatch(/6 JPEG \(2 looked into\)/);
  });

  it('takes several record files for one set and writes a parser for them', async () => {
    const [set, ...more] = await runJson<Description[]>(['inspect', at('train-*.tfrecord')]);
    expect(more).toEqual([]);
    expect(set?.count).toBe(10);
    expect(set?.records?.parser).toBe(`import { jpeg } from '@dareblopy/jpeg';
import { exampleParser, fixedLen, key, ragged } from '@dareblopy/tfrecord';

const parser = exampleParser({
  imageEncoded: key('image/encoded', jpeg({ size: [224, 224] })),
  itS: key('it\\'s', fixedLen([], 'string')),
  pixels: fixedLen([12], 'uint8'), // 12 bytes each; give the shape and dtype they have
  tags: ragged('string'),
  rare: ragged('int64'), // in 2 of 10 records
});`);
  });

  it('reads compressed records in order and says the same of them', async () => {
    const [packed] = await runJson<Description[]>(['inspect', at('all.tfrecord.gz')]);
    expect(packed?.count).toBe(5);
    expect(packed?.records?.parser).toMatch(/rare: ragged\('int64'\), \/\/ in 1 of 5 records/);
  });

  it('finds the archives and record files of a folder', async () => {
    const sets = await runJson<Description[]>(['inspect', folder]);
    expect(sets.map(({ kind, count }) => [kind, count])).toEqual([
      ['tfrecord', 15],
      ['zip', 3],
      ['folder', 6],
    ]);
  });

  it('says what records are that are no Examples', async () => {
    const { out } = await run(['inspect', `${testdata}/tfrecord/records.tfrecord`]);
    expect(out).toMatch(/the records are no Examples/);
    const sequences = await run(['inspect', `${testdata}/tfrecord/sequences.tfrecord`]);
    expect(sequences.out).toMatch(/sequenceExampleParser\(\{\n {6}context: \{/);
  });

  it('chooses items by name', async () => {
    const [some] = await runJson<Description[]>(['inspect', at('photos'), '--glob', 'cat/*']);
    expect(some?.count).toBe(4);
  });

  it('says of a file that is no archive what is wrong, with status 1', async () => {
    writeFileSync(at('no.zip'), 'hello');
    const { status, err } = await run(['inspect', at('no.zip')]);
    expect(status).toBe(1);
    expect(err).toMatch(/no\.zip.*\[ZIP_NOT_AN_ARCHIVE\]/s);
  });
});

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { classFolders, split } from '@dareblopy/core';
import { decodeJpeg, readJpegInfo } from '@dareblopy/jpeg';
import {
  createTFRecords,
  encodeExample,
  exampleParser,
  fixedLen,
  key,
  openTFRecords,
} from '@dareblopy/tfrecord';
import { createZip, openZip } from '@dareblopy/zip';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/index.ts';
import type { Manifest } from '../src/packing/manifest.ts';
import type { PackReport } from '../src/packing/report.ts';
import { picture, run, runJson, temporaryFolder } from './run.ts';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const names = (path: string) => readdirSync(path).sort();
const manifest = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Manifest;
const decoder = new TextDecoder();

async function entriesOf(path: string): Promise<Record<string, Uint8Array>> {
  const archive = await openZip(path);
  const list = [...archive];
  const bytes = await archive.readMany(list.map(({ name }) => name));
  await archive.close();
  return Object.fromEntries(list.map(({ name }, i) => [name, bytes[i] as Uint8Array]));
}

async function recordsOf(path: string): Promise<Uint8Array[]> {
  const records = await openTFRecords(path);
  const all = await records.readMany(Array.from({ length: records.length }, (_, i) => i));
  await records.close();
  return all;
}

beforeAll(() => {
  for (const name of ['cat', 'dog', 'owl']) mkdirSync(at('photos', name), { recursive: true });
  for (let i = 0; i < 12; i++) {
    const name = ['cat', 'dog', 'owl'][i % 3] as string;
    writeFileSync(at('photos', name, `${i}.jpg`), picture(i, 60 + i, 40));
  }
});

describe('pack', () => {
  it('writes a folder as a ZIP, byte for byte the same each time', async () => {
    for (const name of ['a.zip', 'b.zip']) {
      expect(await run(['pack', at('photos'), '-o', at(name)])).toMatchObject({ status: 0 });
    }
    expect(readFileSync(at('a.zip'))).toEqual(readFileSync(at('b.zip')));
    const entries = await entriesOf(at('a.zip'));
    expect(Object.keys(entries)).toHaveLength(12);
    expect(Buffer.from(entries['cat/3.jpg'] as Uint8Array)).toEqual(
      readFileSync(at('photos/cat/3.jpg')),
    );
    const archive = await openZip(at('a.zip'));
    const [first] = archive;
    expect([first?.method, first?.modified.getFullYear()]).toEqual(['store', 1980]);
    await archive.close();
  });

  it('leaves what is there, unless told otherwise', async () => {
    writeFileSync(at('mine.zip'), 'precious');
    const refused = await run(['pack', at('photos'), '-o', at('mine.zip')]);
    expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('--overwrite') });
    expect(readFileSync(at('mine.zip'), 'utf8')).toBe('precious');
    expect((await run(['pack', at('photos'), '-o', at('mine.zip'), '--overwrite'])).status).toBe(0);
  });

  it('writes Examples with labels from folders, in shards, with a manifest', async () => {
    const report = await runJson<PackReport>([
      'pack',
      at('photos'),
      '-o',
      at('t.tfrecord'),
      '--shards',
      '5',
    ]);
    expect(report.files.map(({ samples }) => samples)).toEqual([2, 2, 3, 2, 3]);
    expect(manifest(at('t.manifest.json'))).toMatchObject({
      complete: true,
      items: 12,
      shards: 5,
      classes: ['cat', 'dog', 'owl'],
    });
    const records = (await Promise.all(report.files.map(({ path }) => recordsOf(path)))).flat();
    const parser = exampleParser({
      label: key('image/class/label', fixedLen([], 'int64')),
      text: key('image/class/text', fixedLen([], 'string')),
      name: key('image/filename', fixedLen([], 'string')),
      image: key('image/encoded', fixedLen([], 'bytes')),
      width: key('image/width', fixedLen([], 'int64')),
    });
    const batch = await parser.decode(records);
    const files = batch.name.data.map((name) => ({ name }));
    const { labelOf } = classFolders(files);
    expect([...batch.label.data].map(Number)).toEqual(files.map(labelOf));
    expect(batch.text.data[0]).toBe('cat');
    batch.name.data.forEach((name, i) => {
      expect(Buffer.from(batch.image.data[i] as Uint8Array)).toEqual(
        readFileSync(at('photos', name)),
      );
      expect(Number(batch.width.data[i])).toBe(60 + Number(basename(name, '.jpg')));
    });
  });

  it('fills shards by size and goes on behind the ones that are there', async () => {
    const argv = ['pack', at('photos'), '-o', at('s.zip'), '--shard-size', '3kB'];
    const first = await runJson<PackReport>(argv);
    expect(first.files.length).toBeGreaterThan(3);
    const bytes = first.files.map(({ path }) => readFileSync(path));
    // As a kill leaves it: some shards whole, the others not there, the manifest begun.
    const begun = { ...manifest(at('s.manifest.json')), complete: false };
    writeFileSync(at('s.manifest.json'), JSON.stringify(begun));
    for (const { path } of first.files.slice(2)) rmSync(path);
    const second = await runJson<PackReport>(argv);
    expect([second.kept, second.files.length]).toEqual([2, first.files.length - 2]);
    expect(first.files.map(({ path }) => readFileSync(path))).toEqual(bytes);
    expect(manifest(at('s.manifest.json'))).toMatchObject({ complete: true, items: 12 });
    const other = await run([...argv, '--method', 'deflate']);
    expect(other).toMatchObject({
      status: 2,
      err: expect.stringContaining('other input or options'),
    });
  });

  it.each(['x.zip', 'x.tfrecord', 'x'])(
    'is stopped in the middle of %s without leaving anything half-written',
    async (name) => {
      const zip = await createZip(at('stopping.zip'));
      await zip.add('a.jpg', picture(0));
      await zip.add('half.jpg', picture(1).subarray(0, 700));
      await zip.add('z.jpg', picture(2));
      await zip.close();
      mkdirSync(at('stopped'), { recursive: true });
      const controller = new AbortController();
      const argv = [
        'pack',
        at('stopping.zip'),
        '-o',
        at('stopped', name),
        '--resize',
        '9',
        '--skip-bad',
      ];
      // Told of the bad picture, when the one before it is written already.
      const stderr = { write: () => controller.abort(new Error('stop')) };
      const { signal } = controller;
      expect(await main(argv, { stdout: { write() {} }, stderr, env: {}, signal })).toBe(130);
      expect(names(at('stopped'))).toEqual([]);
    },
  );

  it('packs a share on each rank, and the manifest at last', async () => {
    const argv = ['pack', at('photos'), '-o', at('r.zip'), '--shards', '3'];
    expect((await run([...argv, '--rank', '1', '--ranks', '2'])).status).toBe(0);
    expect(names(folder).filter((name) => name.startsWith('r-'))).toEqual(['r-00001-of-00003.zip']);
    const early = await run([...argv, '--finish']);
    expect(early).toMatchObject({ status: 1, err: expect.stringContaining('is not there yet') });
    expect((await run([...argv, '--rank', '0', '--ranks', '2'])).status).toBe(0);
    expect((await run([...argv, '--finish'])).status).toBe(0);
    expect(manifest(at('r.manifest.json'))).toMatchObject({ complete: true, items: 12 });
    expect((await run([...argv, '--rank', '2', '--ranks', '2'])).status).toBe(2);
  });

  it('makes pictures smaller and upright, and repacks them without changing a pixel', async () => {
    const resized = [
      'pack',
      at('photos'),
      '-o',
      at('small.zip'),
      '--resize',
      '20',
      '--quality',
      '80',
    ];
    expect((await run(resized)).status).toBe(0);
    const small = await entriesOf(at('small.zip'));
    expect(await readJpegInfo(small['cat/0.jpg'] as Uint8Array)).toMatchObject({
      width: 30,
      height: 20,
    });
    expect((await run(['pack', at('photos'), '-o', at('repacked.zip'), '--repack'])).status).toBe(
      0,
    );
    const repacked = (await entriesOf(at('repacked.zip')))['cat/0.jpg'] as Uint8Array;
    expect((await readJpegInfo(repacked)).restartInterval).toBeGreaterThan(0);
    expect((await decodeJpeg(repacked)).data).toEqual((await decodeJpeg(picture(0, 60, 40))).data);
  });

  it('changes pictures inside records and keeps the rest, also what few records have', async () => {
    const writer = await createTFRecords(at('in.tfrecord'));
    for (let i = 0; i < 4; i++) {
      const rare = i === 3 ? { rare: [1.5, 2.5], empty: new Uint8Array(0) } : {};
      await writer.write(encodeExample({ 'image/encoded': picture(i), label: BigInt(i), ...rare }));
    }
    await writer.close();
    expect(
      (await run(['pack', at('in.tfrecord'), '-o', at('out.tfrecord'), '--resize', '24'])).status,
    ).toBe(0);
    const last = (await recordsOf(at('out.tfrecord')))[3] as Uint8Array;
    const parsed = exampleParser({
      image: key('image/encoded', fixedLen([], 'bytes')),
      label: fixedLen([], 'int64'),
      rare: fixedLen([2], 'float32'),
      empty: fixedLen([], 'bytes'),
    }).parse(last);
    expect([parsed.label.data[0], [...parsed.rare.data]]).toEqual([3n, [1.5, 2.5]]);
    expect(await readJpegInfo(parsed.image.data[0] as Uint8Array)).toMatchObject({ height: 24 });
  });

  it('takes labels from a CSV', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${i}.jpg,"class, ${i % 2}"`);
    writeFileSync(at('labels.csv'), `name,label\r\n${rows.join('\r\n')}\r\n`);
    expect(
      (await run(['pack', at('photos'), '-o', at('csv.zip'), '--labels', at('labels.csv')])).status,
    ).toBe(0);
    const entries = await entriesOf(at('csv.zip'));
    expect(decoder.decode(entries['cat/3.cls'])).toBe('1');
    writeFileSync(at('few.csv'), rows.slice(2).join('\n'));
    const few = await run(['pack', at('photos'), '-o', at('few.zip'), '--labels', at('few.csv')]);
    expect(few).toMatchObject({
      status: 1,
      err: expect.stringMatching(/no label for 2 of 12 items: cat\/0\.jpg/),
    });
    expect(names(folder)).not.toContain('few.zip');
  });

  it('stops at what is broken, leaves it out, or is told beforehand', async () => {
    const zip = await createZip(at('bad.zip'));
    await zip.add('a.jpg', picture(0), { method: 'store' });
    await zip.add('half.jpg', picture(1).subarray(0, 700), { method: 'store' });
    await zip.add('z.jpg', picture(2), { method: 'store' });
    await zip.close();
    const argv = ['pack', at('bad.zip'), '-o', at('mended.zip'), '--resize', '16'];
    const stopped = await run(argv);
    expect(stopped).toMatchObject({
      status: 1,
      err: expect.stringMatching(/half\.jpg: .*\n.*--skip-bad/),
    });
    expect(names(folder)).not.toContain('mended.zip');
    const left = await run([...argv, '--skip-bad']);
    expect(left).toMatchObject({ status: 0, out: expect.stringContaining('1 item left out') });
    await run(['verify', at('bad.zip'), '--list-bad', at('bad.tsv')]);
    const report = await runJson<PackReport>([...argv, '--overwrite', '--exclude', at('bad.tsv')]);
    expect([report.files[0]?.samples, report.skipped]).toEqual([2, []]);
    writeFileSync(at('names.txt'), 'half.jpg\nnever-heard-of.jpg\n');
    const named = await run([...argv, '--overwrite', '--exclude', at('names.txt')]);
    expect(named).toMatchObject({ status: 0, err: expect.stringContaining('1 line of') });
  });

  it('stops at a checksum that is wrong, also of what goes over as it is', async () => {
    const zip = await createZip(at('sums.zip'));
    for (const name of ['a', 'b', 'c'])
      await zip.add(`${name}.bin`, new Uint8Array(99).fill(7), { method: 'store' });
    await zip.close();
    const bytes = readFileSync(at('sums.zip'));
    bytes[bytes.indexOf('b.bin') + 20] = 8;
    writeFileSync(at('sums.zip'), bytes);
    const argv = ['pack', at('sums.zip'), '-o', at('sums-out.zip')];
    const stopped = await run(argv);
    expect(stopped).toMatchObject({
      status: 1,
      err: expect.stringMatching(/b\.bin.*ZIP_CRC_MISMATCH[\s\S]*--skip-bad/),
    });
    expect(names(folder)).not.toContain('sums-out.zip');
    expect((await run([...argv, '--skip-bad'])).status).toBe(0);
    expect(Object.keys(await entriesOf(at('sums-out.zip')))).toEqual(['a.bin', 'c.bin']);
  });

  it('finds the records of a list again, by whatever pattern they were found', async () => {
    await run(['convert', at('photos'), at('e.tfrecord')]);
    writeFileSync(at('e.tsv'), `${at('e*.tfrecord')}\t${at('e.tfrecord')}#3\tX\n`);
    const argv = ['pack', at('e.tfrecord'), '-o', at('eleven.tfrecord'), '--exclude', at('e.tsv')];
    expect(await run(argv)).toMatchObject({ status: 0, err: '' });
    expect(await recordsOf(at('eleven.tfrecord'))).toHaveLength(11);
  });

  it('shuffles with a seed', async () => {
    for (const [name, seed] of [
      ['s1', '7'],
      ['s2', '7'],
      ['s3', '8'],
    ]) {
      await run(['pack', at('photos'), '-o', at(`${name}.zip`), '--shuffle', seed as string]);
    }
    const order = async (name: string) => Object.keys(await entriesOf(at(`${name}.zip`)));
    expect(await order('s1')).toEqual(await order('s2'));
    expect(await order('s1')).not.toEqual(await order('s3'));
    expect((await order('s1')).sort()).toEqual((await order('s3')).sort());
  });

  it.each([
    [['pack', 'x', '-o', 'x.rar'], /no file or folder x/],
    [
      ['pack', '.', '-o', 'x.rar'],
      /'x\.rar' cannot be written: expected a name in \.zip or \.tar or \.tfrecord/,
    ],
    [['pack', '.', '-o', 'x.zip', '--repack', '--resize', '9'], /received both/],
    [['pack', '.', '-o', 'x.zip', '--rank', '1'], /--rank and --ranks together/],
    [['pack', '.', '-o', 'x.zip', '--shard-size', 'big'], /a size such as 150MB/],
    [['pack', '.'], /required option '-o, --out <path>'/],
  ])('%j is misuse', async (argv, message) => {
    const here = argv.map((part) => (part === '.' ? at('photos') : part));
    const { status, err } = await run(here);
    expect([status, err]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('convert, merge and split', () => {
  it('carries a ZIP over to records and back', async () => {
    await run(['pack', at('photos'), '-o', at('c.tfrecord.gz')]);
    expect((await run(['convert', at('c.tfrecord.gz'), at('c.tfrecord')])).status).toBe(0);
    expect(await recordsOf(at('c.tfrecord'))).toHaveLength(12);
    expect((await run(['convert', at('c.tfrecord'), at('back')])).status).toBe(0);
    expect(names(at('back'))).toEqual(['cat', 'dog', 'owl']);
    expect(names(at('back/cat')).slice(0, 2)).toEqual(['0.cls', '0.jpg']);
    expect(readFileSync(at('back/owl/11.jpg'))).toEqual(readFileSync(at('photos/owl/11.jpg')));
    expect(readFileSync(at('back/owl/11.cls'), 'utf8')).toBe('2');
  });

  it('writes what is no picture as JSON or bytes, and never outside', async () => {
    const writer = await createTFRecords(at('odd.tfrecord'));
    await writer.write(encodeExample({ id: 5n, text: 'hi', raw: new Uint8Array([255, 0]) }));
    await writer.write(new Uint8Array([1, 2, 3]));
    await writer.write(
      encodeExample({ 'image/encoded': picture(0), 'image/filename': '../../evil.jpg' }),
    );
    await writer.close();
    expect((await run(['convert', at('odd.tfrecord'), at('odd')])).status).toBe(0);
    expect(names(at('odd'))).toEqual([
      '00000000.json',
      '00000001.bin',
      '00000002.jpg',
      '00000002.json',
    ]);
    expect(JSON.parse(readFileSync(at('odd/00000000.json'), 'utf8'))).toEqual({
      id: 5,
      text: 'hi',
      raw: { base64: '/wA=' },
    });
    const zip = await createZip(at('evil.zip'));
    await zip.add('../outside.txt', new Uint8Array(3));
    await zip.close();
    const evil = await run(['convert', at('evil.zip'), at('evil')]);
    expect(evil).toMatchObject({
      status: 1,
      err: expect.stringContaining('leads out of the folder'),
    });
    expect(names(folder).filter((name) => name.includes('evil') || name === 'outside.txt')).toEqual(
      ['evil.zip'],
    );
  });

  it('puts the files of a stem into one record', async () => {
    const zip = await createZip(at('web.zip'));
    await zip.add('0.jpg', picture(0));
    await zip.add('0.cls', new TextEncoder().encode('4\n'));
    await zip.add('0.txt', new TextEncoder().encode('a caption'));
    await zip.close();
    await run(['convert', at('web.zip'), at('web.tfrecord')]);
    const [record] = await recordsOf(at('web.tfrecord'));
    const parsed = exampleParser({
      label: key('image/class/label', fixedLen([], 'int64')),
      txt: fixedLen([], 'string'),
    }).parse(record as Uint8Array);
    expect([parsed.label.data[0], parsed.txt.data[0]]).toEqual([4n, 'a caption']);
  });

  it('reads and writes tar archives', async () => {
    for (const name of ['a.tar', 'b.tar']) {
      expect((await run(['convert', at('photos'), at(name)])).status).toBe(0);
    }
    expect(readFileSync(at('a.tar'))).toEqual(readFileSync(at('b.tar')));
    expect((await run(['verify', at('a.tar')])).out).toMatch(
      /12 entries read, 12 pictures decoded/,
    );
    expect((await run(['index', at('a.tar')])).out).toMatch(/12 items, indexed/);
    expect((await run(['convert', at('a.tar'), at('from-tar')])).status).toBe(0);
    expect(readFileSync(at('from-tar/cat/3.jpg'))).toEqual(readFileSync(at('photos/cat/3.jpg')));
    writeFileSync(at('a.tar.gz'), gzipSync(readFileSync(at('a.tar'))));
    expect((await run(['verify', at('a.tar.gz')])).out).toMatch(
      /12 entries read, 12 pictures decoded/,
    );
    const some = await run(['inspect', at('a.tar.gz'), '--glob', 'cat/*']);
    expect(some.out).toMatch(/tar, 4 entries/);
    expect((await run(['pack', at('photos'), '-o', at('c.tar.gz')])).status).toBe(2);
    writeFileSync(at('cut.tar'), readFileSync(at('a.tar')).subarray(0, 9000));
    expect(await run(['verify', at('cut.tar')])).toMatchObject({
      status: 1,
      out: expect.stringMatching(
        /TAR_TRUNCATED[\s\S]*1 problem; [1-9]\d* entries read, [1-9]\d* pictures/,
      ),
    });
  });

  it('merges, and asks for prefixes where names meet', async () => {
    await run(['pack', at('photos/cat'), '-o', at('one.zip')]);
    await run(['pack', at('photos/cat'), '-o', at('two.zip')]);
    const both = [at('one.zip'), at('two.zip'), '-o', at('both.zip')];
    expect(await run(['merge', ...both])).toMatchObject({
      status: 2,
      err: expect.stringContaining('--prefix'),
    });
    expect((await run(['merge', '--prefix', ...both])).status).toBe(0);
    expect(Object.keys(await entriesOf(at('both.zip')))).toEqual(
      ['one', 'two'].flatMap((name) => ['0', '3', '6', '9'].map((i) => `${name}/${i}.jpg`)),
    );
  });

  it('splits at random as split() of core does, and in order', async () => {
    await run(['pack', at('photos'), '-o', at('all.zip')]);
    const into = ['--into', `${at('train.zip')}:0.75`, '--into', `${at('val.zip')}:0.25`];
    expect((await run(['split', at('all.zip'), ...into, '--seed', '3'])).status).toBe(0);
    const archive = await openZip(at('all.zip'));
    const [, val] = split(archive, [0.75, 0.25], { seed: 3 });
    const wanted = Array.from(
      { length: val.length },
      (_, i) => (val.get(i) as { name: string }).name,
    );
    await archive.close();
    expect(Object.keys(await entriesOf(at('val.zip')))).toEqual(wanted);
    expect((await run(['split', at('all.zip'), '--parts', '2', '-o', at('half.zip')])).status).toBe(
      0,
    );
    expect(Object.keys(await entriesOf(at('half-00001-of-00002.zip')))).toHaveLength(6);
    expect((await run(['split', at('all.zip')])).status).toBe(2);
    expect((await run(['split', at('all.zip'), '--into', 'x.zip'])).status).toBe(2);
  });
});

describe('index', () => {
  it('keeps an index, and the other commands use it', async () => {
    await run(['convert', at('photos'), at('i.tfrecord')]);
    expect((await run(['index', at('i.tfrecord')])).out).toMatch(/12 items, indexed/);
    expect((await run(['index', at('i.tfrecord')])).out).toMatch(/12 items, its index is right/);
    expect((await run(['verify', at('i.tfrecord')])).status).toBe(0);
    expect((await run(['index', at('photos')])).status).toBe(2);
    await run(['convert', at('photos'), at('i.tfrecord.gz')]);
    const packed = await run(['index', at('i.tfrecord.gz')]);
    expect(packed).toMatchObject({
      status: 1,
      out: expect.stringContaining('TFRECORD_COMPRESSED'),
    });
  });
});

// TFRecords with the other packages: photographs inside records, record files inside archives.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileSystem } from '@dareblopy/core';
import { jpeg } from '@dareblopy/jpeg';
import { exampleParser, fixedLen, key, openTFRecords, readTFRecords } from '@dareblopy/tfrecord';
import { createZip, openZip } from '@dareblopy/zip';
import { expect, it } from 'vitest';
import { DataLoader } from '../src/index.ts';

async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of iterable) all.push(one);
  return all;
}

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../testdata/tfrecord/${name}`, import.meta.url));
const photos = fixture('jpeg.tfrecord');
/** What TensorFlow decoded from them: uint8 [4, 24, 32, 3]. */
const decoded = new Uint8Array(readFileSync(fixture('jpeg.raw')));

const parser = exampleParser({
  photo: key('image/encoded', jpeg({ size: [24, 32], fit: 'none' })),
  label: key('image/class/label', fixedLen([], 'int64', { as: 'int32' })),
});

it('decodes photographs inside records as TensorFlow does, in order or by number', async () => {
  await using records = await openTFRecords(photos);
  const loader = new DataLoader(records, { decode: parser, batchSize: 4, batches: 'owned' });
  const [fromLoader] = await collect(loader);
  const [fromStream] = await collect(readTFRecords(photos).decode(parser, 4));
  for (const batch of [fromLoader, fromStream, await parser.decode([...records])]) {
    expect(batch?.photo.shape).toEqual([4, 24, 32, 3]);
    expect(batch?.photo.data).toEqual(decoded);
    expect(batch?.label.data).toEqual(new Int32Array([0, 1, 2, 3]));
  }
  const one = parser.parse(await records.read(2));
  expect(one.photo.data).toEqual(decoded.subarray(2 * 24 * 32 * 3, 3 * 24 * 32 * 3));
});

it('reads record files that lie in an archive, mounted, stored or compressed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dareblopy-records-'));
  try {
    const path = join(folder, 'records.zip');
    const writer = await createZip(path);
    await writer.add('stored.tfrecord', fixture('many.tfrecord'), { method: 'store' });
    await writer.add('deflated.tfrecord', fixture('many.tfrecord'), { method: 'deflate' });
    await writer.add('gzip.tfrecord.gz', fixture('records.tfrecord.gz'), { method: 'store' });
    await writer.close();
    await using archive = await openZip(path);
    const fs = new FileSystem();
    fs.mount('/data', archive);
    const expected = await collect(readTFRecords(fixture('many.tfrecord')));
    for (const name of ['/data/stored.tfrecord', '/data/deflated.tfrecord']) {
      await using file = await fs.open(name);
      expect(await collect(readTFRecords(file))).toEqual(expected);
      await using records = await openTFRecords(file);
      expect(records.files[0]?.path).toContain('.tfrecord');
      expect(await records.readMany([999, 0, 500])).toEqual([999, 0, 500].map((i) => expected[i]));
    }
    await using zipped = await fs.open('/data/gzip.tfrecord.gz');
    expect(await collect(readTFRecords(zipped))).toHaveLength(6);
    const both = [archive.entry('stored.tfrecord'), archive.entry('deflated.tfrecord')];
    await using records = await openTFRecords(both);
    expect(await records.read(1777)).toEqual(expected[777]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('counts what is read ahead of the loader in its memory bound', () => {
  const boundOf = (
    reader: ReturnType<typeof readTFRecords>,
    shuffle?: { seed: number; buffer: number },
  ) =>
    new DataLoader(reader, {
      decode: parser,
      batchSize: 4,
      ...(shuffle ? { shuffle } : {}),
    }).memoryBound();
  const reader = readTFRecords([photos, photos], { parallelFiles: 2 });
  const one = readTFRecords([photos, photos], { parallelFiles: 1 });
  const shuffle = { seed: 1, buffer: 10 };
  expect(boundOf(reader) - boundOf(one)).toBe(reader.memoryBound() - one.memoryBound());
  expect(boundOf(reader, shuffle) - boundOf(one, shuffle)).toBe(
    reader.memoryBound() - one.memoryBound(),
  );
});

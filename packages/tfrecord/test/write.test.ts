import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WriteProgress } from '../src/index.ts';
import {
  createTFRecords,
  describeExample,
  encodeExample,
  inspectTFRecords,
  openTFRecords,
  readTFRecords,
} from '../src/index.ts';
import { collect, fixture, fixturePath, temporaryFolder } from './fixtures.ts';

describe('createTFRecords', () => {
  it('writes what TensorFlow writes, byte for byte', async () => {
    const path = join(await temporaryFolder(), 'out.tfrecord');
    const writer = await createTFRecords(path);
    for (const record of await collect(readTFRecords(fixturePath('many.tfrecord')))) {
      await writer.write(record);
    }
    expect(writer.length).toBe(1000);
    await writer.close();
    expect(new Uint8Array(await readFile(path))).toEqual(fixture('many.tfrecord'));
  });

  for (const compression of ['none', 'gzip', 'zlib'] as const) {
    it(`round-trips ${compression}, more than what waits to be written`, async () => {
      const path = join(await temporaryFolder(), 'out');
      const records = Array.from({ length: 500 }, (_, i) => new Uint8Array(40_000).fill(i));
      const writer = await createTFRecords(path, { compression, level: 1 });
      await Promise.all(records.slice(0, 250).map((record) => writer.write(record)));
      await writer.flush();
      for (const record of records.slice(250)) await writer.write(record);
      await writer.close();
      const read = await collect(readTFRecords(path, { compression }));
      expect(read.length).toBe(500);
      expect(
        read.every((record, i) => Buffer.compare(record, records[i] as Uint8Array) === 0),
      ).toBe(true);
    });
  }

  it('leaves nothing without close, and an older file until then', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'out.tfrecord');
    {
      await using writer = await createTFRecords(path);
      await writer.write(new Uint8Array(10));
    }
    expect(await readdir(folder)).toEqual([]);
    const first = await createTFRecords(path);
    await first.write(new Uint8Array(1));
    await first.close();
    await first.close();
    await expect(first.write(new Uint8Array(1))).rejects.toThrow('closed');
    const second = await createTFRecords(path);
    await second.write(new Uint8Array(2));
    await second.flush();
    expect(await collect(readTFRecords(path))).toEqual([new Uint8Array(1)]);
    await second.close();
    expect(await collect(readTFRecords(path))).toEqual([new Uint8Array(2)]);
    expect(await readdir(folder)).toEqual(['out.tfrecord']);
  });

  it('writes many as one by one', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'in');
    const one = await createTFRecords(file);
    await one.write(new Uint8Array([9]));
    await one.close();
    const records = Array.from({ length: 10_000 }, (_, i) => new Uint8Array(i % 900).fill(i));
    const mixed = [records[5] as Uint8Array, file, new Blob([new Uint8Array([1, 2])])];
    async function* slowly() {
      yield* records;
    }
    for (const shards of [1, 3, 7]) {
      const each = await createTFRecords(join(folder, 'each'), { shards });
      for (const record of [...records, ...records, ...records, ...mixed]) await each.write(record);
      await each.close({ sync: false });
      const many = await createTFRecords(join(folder, 'many'), { shards });
      expect(await many.writeMany(records)).toBe(10_000);
      expect(await many.writeMany(new Set(records))).toBe(10_000);
      expect(await many.writeMany(slowly())).toBe(10_000);
      expect(await many.writeMany(mixed)).toBe(3);
      expect(await many.writeMany([])).toBe(0);
      expect(many.length).toBe(30_003);
      await many.close();
      for (const [i, path] of many.paths.entries()) {
        const expected = await readFile(each.paths[i] as string);
        expect(Buffer.compare(await readFile(path), expected)).toBe(0);
      }
      await expect(many.writeMany([])).rejects.toThrow('closed');
    }
  });

  it('takes nothing of records of which one cannot be read', async () => {
    const writer = await createTFRecords(join(await temporaryFolder(), 'out'));
    const missing = [new Uint8Array(1), '/no/such/file'];
    await expect(writer.writeMany(missing)).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    await expect(writer.writeMany([new Uint8Array(1), 5 as never])).rejects.toThrow(TypeError);
    expect(writer.length).toBe(0);
    await writer[Symbol.asyncDispose]();
  });

  for (const compression of ['none', 'gzip'] as const) {
    it(`writes as many shards as it takes, ${compression}`, async () => {
      const folder = await temporaryFolder();
      const options = { shards: { bytes: 5000 }, compression, level: 1 };
      const writer = await createTFRecords(join(folder, 'train.tfrecord'), options);
      const sizes = [...Array(40).keys()].map((i) => (i === 20 ? 9000 : i * 50));
      const records = sizes.map((size, i) => new Uint8Array(size).fill(i));
      await writer.writeMany(records.slice(0, 25));
      for (const record of records.slice(25)) await writer.write(record);
      expect(await readdir(folder)).toEqual([]);
      await writer.close();
      // Filled by the same rule: 16 bytes a record beside its own.
      const shards: number[][] = [];
      let room = 0;
      for (const size of sizes) {
        room -= size + 16;
        if (room < 0) {
          shards.push([]);
          room = 5000 - size - 16;
        }
        shards.at(-1)?.push(size);
      }
      const name = (i: number) =>
        `train-${`${i}`.padStart(5, '0')}-of-${`${shards.length}`.padStart(5, '0')}`;
      const paths = shards.map((_, i) => join(folder, `${name(i)}.tfrecord`));
      expect(writer.paths).toEqual(paths);
      expect((await readdir(folder)).length).toBe(paths.length);
      for (const [i, path] of paths.entries()) {
        const read = await collect(readTFRecords(path));
        expect(read.map(({ length }) => length)).toEqual(shards[i]);
      }
      expect(await collect(readTFRecords(paths))).toEqual(records);
    });
  }

  it('tells what it has written', async () => {
    const told: WriteProgress[] = [];
    const path = join(await temporaryFolder(), 'out');
    const onProgress = (now: WriteProgress) => told.push(now);
    const writer = await createTFRecords(path, { onProgress });
    await writer.writeMany(Array.from({ length: 100 }, () => new Uint8Array(100_000)));
    await writer.flush();
    expect(told.length).toBeGreaterThan(0);
    await writer.close();
    expect(told.at(-1)).toEqual({ records: 100, bytes: 100 * 100_016 });
  });

  it('writes shards that read back in turns', async () => {
    const folder = await temporaryFolder();
    const writer = await createTFRecords(join(folder, 'train.tfrecord'), { shards: 3 });
    for (let i = 0; i < 10; i++) await writer.write(new Uint8Array([i]));
    await writer.close();
    expect(await readdir(folder)).toEqual([0, 1, 2].map((i) => `train-0000${i}-of-00003.tfrecord`));
    await using records = await openTFRecords(join(folder, 'train-*.tfrecord'));
    const numbers = (await records.readMany([...Array(10).keys()])).map(([number]) => number);
    expect(numbers).toEqual([0, 3, 6, 9, 1, 4, 7, 2, 5, 8]);
  });

  it('takes records from anywhere', async () => {
    await using records = await openTFRecords(fixturePath('many.tfrecord'));
    const path = join(await temporaryFolder(), 'copy');
    const writer = await createTFRecords(path);
    await writer.write(records.get(5));
    await writer.write(new Blob(['text']));
    await writer.close();
    expect(await collect(readTFRecords(path))).toEqual([
      await records.read(5),
      new TextEncoder().encode('text'),
    ]);
  });

  it('says what is wrong with a path', async () => {
    await expect(createTFRecords('/no/such/folder/x')).rejects.toMatchObject({
      code: 'IO_NOT_FOUND',
    });
    await expect(createTFRecords('/tmp')).rejects.toMatchObject({ code: 'IO_IS_DIRECTORY' });
    await expect(createTFRecords('/tmp/x', { level: 11 })).rejects.toThrow(RangeError);
  });
});

describe('encodeExample', () => {
  it('infers kinds, or takes them', () => {
    const record = encodeExample({
      a: 1n,
      b: 1,
      c: 'text',
      d: new Uint8Array(3),
      e: [1n, 2n],
      f: [0.5, 1],
      g: ['x', new Uint8Array(1)],
      h: new Int32Array(4),
      i: { int64: [1, 2, 3] },
      j: { float32: [] },
      k: true,
    });
    expect(
      describeExample(record).map(({ key, kind, count }) => `${key} ${kind} ${count}`),
    ).toEqual([
      'a int64 1',
      'b float32 1',
      'c bytes 1',
      'd bytes 1',
      'e int64 2',
      'f float32 2',
      'g bytes 2',
      'h int64 4',
      'i int64 3',
      'j float32 0',
      'k int64 1',
    ]);
  });

  it('gives the bytes that TensorFlow gives', async () => {
    const [first] = await collect(readTFRecords(fixturePath('uint8.tfrecord')));
    const data = fixture('uint8.raw').subarray(0, 192);
    expect(encodeExample({ data, shape: [3n, 8n, 8n] })).toEqual(first);
  });

  it('refuses what has no kind', () => {
    expect(() => encodeExample({ x: [] })).toThrow('type');
    expect(() => encodeExample({ x: [1, 1n] as never })).toThrow('one kind');
    expect(() => encodeExample({ x: null as never })).toThrow(TypeError);
    expect(() => encodeExample({ x: 2n ** 63n })).toThrow(RangeError);
    expect(() => encodeExample({ x: { int64: [1.5] } })).toThrow(RangeError);
  });
});

describe('inspectTFRecords', () => {
  it('says what files hold', async () => {
    const info = await inspectTFRecords([
      fixturePath('examples.tfrecord'),
      fixturePath('empty.tfrecord.gz'),
    ]);
    expect(info).toMatchObject({ records: 3, compression: ['none', 'gzip'], sampled: 3 });
    expect(info.size - 20).toBe(info.dataSize + 3 * 16);
    const tags = info.features?.find(({ key }) => key === 'tags');
    expect(tags).toEqual({
      key: 'tags',
      kinds: ['bytes'],
      minLength: 0,
      maxLength: 3,
      present: 3,
      list: false,
    });
    const sequences = await inspectTFRecords(fixturePath('sequences.tfrecord'));
    expect(sequences.features?.find(({ list, key }) => list && key === 'words')).toMatchObject({
      maxLength: 3,
    });
    expect((await inspectTFRecords(fixturePath('many.tfrecord'))).features).toBeUndefined();
  });
});

import { copyFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileSystem, MemoryFolder } from '@dareblopy/core';
import { describe, expect, it } from 'vitest';
import { exampleParser, fixedLen, openTFRecords, readTFRecords } from '../src/index.ts';
import { collect, fixture, fixturePath, temporaryFolder } from './fixtures.ts';

const many = (i: number) => new Uint8Array((i * 7) % 300).fill(i % 251);

describe('openTFRecords', () => {
  it('gives random access across files', async () => {
    await using records = await openTFRecords([
      fixturePath('many.tfrecord'),
      fixturePath('records.tfrecord'),
    ]);
    expect(records.length).toBe(1006);
    expect(records.files.map((file) => file.records)).toEqual([1000, 6]);
    expect(await records.readMany([999, 3, 3, 0, 42])).toEqual([999, 3, 3, 0, 42].map(many));
    expect(await records.readMany([7, 8], { shared: true })).toEqual([many(7), many(8)]);
    expect(await records.get(42).bytes()).toEqual(many(42));
    expect(records.get(42).size).toBe(many(42).length);
    expect(await records.get(42).slice(2, 4).bytes()).toEqual(many(42).subarray(2, 4));
    expect(new TextDecoder().decode(await records.read(1002))).toBe('hello');
    expect(() => records.get(1006)).toThrow(RangeError);
    expect(() => records.readMany([-1])).toThrow(RangeError);
  });

  it('reads many into one buffer, in any order, any number of times', async () => {
    await using records = await openTFRecords(
      ['many.tfrecord', 'records.tfrecord', 'many.tfrecord'].map(fixturePath),
    );
    const everyThird = Array.from({ length: 3000 }, (_, i) => (i * 1201) % 2006);
    for (const picks of [everyThird, [5, 5, 5], [2005], Array<number>(500).fill(1003)]) {
      const shared = await records.readMany(picks, { shared: true });
      expect(shared).toEqual(await records.readMany(picks));
      expect(new Set(shared.map(({ buffer }) => buffer)).size).toBe(1);
    }
    const bytes = fixture('many.tfrecord');
    bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1;
    await using corrupt = await openTFRecords(bytes);
    await expect(corrupt.readMany([999, 0, 999], { shared: true })).rejects.toMatchObject({
      code: 'TFRECORD_DATA_CRC_MISMATCH',
      record: 999,
    });
    const abort = new AbortController();
    const reading = records.readMany(everyThird, { shared: true, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  it('reads the record at an offset', async () => {
    await using records = await openTFRecords(fixturePath('records.tfrecord'));
    expect(new TextDecoder().decode(await records.readRecord(33))).toBe('hello');
    expect(() => records.readRecord(34)).toThrow('offset of a record');
  });

  it('decodes records where they lie', async () => {
    await using records = await openTFRecords(fixturePath('uint8.tfrecord'));
    const parser = exampleParser({ data: fixedLen([3, 8, 8], 'uint8') });
    const { data } = await parser.decode([39, 0].map((i) => records.get(i)));
    const raw = fixture('uint8.raw');
    expect(data.data).toEqual(new Uint8Array([...raw.subarray(39 * 192), ...raw.subarray(0, 192)]));
  });

  it('opens files of a mounted file system, on disk or in memory', async () => {
    const fs = new FileSystem();
    fs.mount('/disk', fixturePath('.'));
    fs.mount('/memory', new MemoryFolder());
    const copy = await fs.open('/memory/copy.tfrecord', 'w');
    await copy.write(fixture('many.tfrecord'));
    await copy.close();
    for (const path of ['/disk/many.tfrecord', '/memory/copy.tfrecord']) {
      await using file = await fs.open(path);
      await using records = await openTFRecords(file);
      expect(records.length).toBe(1000);
      expect(await records.readMany([999, 3])).toEqual([999, 3].map(many));
      expect(await collect(readTFRecords(file))).toHaveLength(1000);
    }
    await using zipped = await fs.open('/disk/records.tfrecord.gz');
    expect(await collect(readTFRecords([zipped, zipped]))).toHaveLength(12);
  });

  it('refuses compressed files with what to do instead', async () => {
    await expect(openTFRecords(fixturePath('records.tfrecord.gz'))).rejects.toMatchObject({
      code: 'TFRECORD_COMPRESSED',
      message: expect.stringContaining('readTFRecords'),
    });
  });

  it('says where a file cannot be followed, or stops there', async () => {
    const cut = fixture('many.tfrecord').subarray(0, 100_000);
    await expect(openTFRecords(cut)).rejects.toMatchObject({ code: 'TFRECORD_TRUNCATED' });
    await using records = await openTFRecords(cut, { onCorrupt: 'stop' });
    const last = records.length - 1;
    expect(await records.read(last)).toEqual(many(last));
  });

  it('checks a record when it is read', async () => {
    const bytes = fixture('records.tfrecord');
    bytes[33 + 12] = 0;
    await using records = await openTFRecords(bytes);
    await expect(records.readMany([1, 2])).rejects.toMatchObject({
      code: 'TFRECORD_DATA_CRC_MISMATCH',
      record: 2,
      offset: 33,
    });
    await using unchecked = await openTFRecords(bytes, { verify: false });
    expect(await unchecked.read(2)).toHaveLength(5);
  });

  it('has a fingerprint of what it holds', async () => {
    await using a = await openTFRecords(fixturePath('many.tfrecord'));
    await using b = await openTFRecords(fixture('many.tfrecord'));
    await using c = await openTFRecords(fixturePath('records.tfrecord'));
    expect(a.fingerprint).toBe(b.fingerprint);
    expect(a.fingerprint).not.toBe(c.fingerprint);
  });

  it('refuses use after close', async () => {
    const records = await openTFRecords(fixturePath('many.tfrecord'));
    const pending = records.readMany([1, 2, 3]);
    await records.close();
    await records.close();
    expect(await pending).toHaveLength(3);
    await expect(records.read(1)).rejects.toThrow(TypeError);
  });
});

describe('a kept index', () => {
  it('is used while the file is the same, and made anew when it is not', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'a.tfrecord');
    await copyFile(fixturePath('many.tfrecord'), path);
    const open = async (onStaleIndex?: 'throw') => {
      await using records = await openTFRecords(path, {
        index: 'cache',
        ...(onStaleIndex && { onStaleIndex }),
      });
      expect(await records.read(77)).toEqual(many(77));
      return records.files[0]?.fromIndexFile;
    };
    expect(await open()).toBe(false);
    expect(await readdir(folder)).toEqual(['a.tfrecord', 'a.tfrecord.dbidx']);
    expect(await open()).toBe(true);

    const { mtime } = await stat(path);
    await utimes(path, mtime, new Date(mtime.getTime() + 5000));
    await expect(open('throw')).rejects.toMatchObject({ code: 'TFRECORD_INDEX_STALE' });
    expect(await open()).toBe(false);
    expect(await open()).toBe(true);

    // Same size and time, other bytes: the samples tell.
    const { mtime: kept } = await stat(path);
    await writeFile(
      path,
      fixture('many.tfrecord').map((byte, i) => (i === 30 ? byte ^ 1 : byte)),
    );
    await utimes(path, kept, kept);
    expect(await open().catch((error: { code: string }) => error.code)).toBe(false);

    await writeFile(`${path}.dbidx`, 'no index at all, but long enough to be looked at as one');
    expect(await open()).toBe(false);
  });

  it('can lie elsewhere', async () => {
    const index = join(await temporaryFolder(), 'kept');
    const open = async () => {
      await using records = await openTFRecords(fixturePath('many.tfrecord'), { index });
      return records.files[0]?.fromIndexFile;
    };
    expect([await open(), await open()]).toEqual([false, true]);
    await expect(
      openTFRecords(fixturePath('many.tfrecord'), { index: '/no/such/folder/index' }),
    ).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
  });
});

it('random access and reading in order agree', async () => {
  await using records = await openTFRecords(fixturePath('many.tfrecord'));
  const inOrder = await collect(readTFRecords(fixturePath('many.tfrecord')));
  expect(await records.readMany(inOrder.map((_, i) => i))).toEqual(inOrder);
});

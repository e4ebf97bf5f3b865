import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { openFile, readMany } from '@dareblopy/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createZip, openZip } from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

const at = tempFolder();
const encode = (text: string) => new TextEncoder().encode(text);
/** Compares without the matcher's walk over every element. */
const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && Buffer.compare(a, b) === 0;
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const sample = (size: number, seed: number) =>
  Uint8Array.from({ length: size }, (_, i) => ((i * seed) >> 3) & 0xff);

const files: [name: string, bytes: Uint8Array, method: 'store' | 'deflate' | 'lz4'][] = [
  ['train/cat/0.jpg', sample(30_000, 7), 'store'],
  ['train/cat/1.jpg', sample(40_000, 5), 'deflate'],
  ['train/dog/0.jpg', sample(20_000, 3), 'lz4'],
  ['empty', new Uint8Array(), 'deflate'],
  ['notes.txt', encode('some notes, some notes, some notes'), 'deflate'],
  ['naïve 語.txt', encode('x'), 'store'],
];

beforeAll(async () => {
  const writer = await createZip(at('a.zip'));
  const modified = new Date('2024-02-03T04:05:06Z');
  for (const [name, bytes, method] of files) await writer.add(name, bytes, { method, modified });
  await writer.add('folder/', new Uint8Array(), { modified });
  await writer.close();
});

describe('an archive', () => {
  it('lists what is in it', async () => {
    const archive = await openZip(at('a.zip'));
    expect(archive.length).toBe(7);
    expect([...archive].map((entry) => entry.name)).toEqual([
      ...files.map(([name]) => name),
      'folder/',
    ]);
    expect([...archive.entries('train/')].map(({ name }) => name)).toEqual([
      'train/cat/0.jpg',
      'train/cat/1.jpg',
      'train/dog/0.jpg',
    ]);
    const entry = archive.entry('train/cat/1.jpg');
    expect(entry.size).toBe(40_000);
    expect(entry.compressedSize).toBeLessThan(40_000);
    expect(entry.method).toBe('deflate');
    expect(entry.crc32).toBe(crc32(files[1]![1]));
    expect(entry.modified).toEqual(new Date('2024-02-03T04:05:06Z'));
    expect(entry.isDirectory).toBe(false);
    expect(archive.entry('folder/').isDirectory).toBe(true);
    expect(archive.has('empty')).toBe(true);
    expect(archive.find('nothing')).toBeUndefined();
    expect(() => archive.get(7)).toThrow(RangeError);
    await archive.close();
  });

  it('reads small and large entries together, each on a buffer of its own', async () => {
    const writer = await createZip(at('mixed.zip'));
    const sizes = [0, 1, 64, 1024, 1025, 200_000, 7, 300_000, 0, 100];
    const names = sizes.map((size, i) => `${i % 3}/${size} ${i}`);
    const bytes = sizes.map((size, i) => sample(size, i + 1));
    for (const [i, name] of names.entries())
      await writer.add(name, bytes[i]!, { method: i % 2 ? 'deflate' : 'store' });
    await writer.add('a\0b', encode('with a null byte'));
    await writer.close();
    await using archive = await openZip(at('mixed.zip'));
    for (const order of [names, [...names].reverse(), [...names, ...names]]) {
      const read = await archive.readMany(order);
      expect(read.every((got, i) => same(got, bytes[names.indexOf(order[i]!)]!))).toBe(true);
      expect(new Set(read.map(({ buffer }) => buffer)).size).toBe(order.length);
      expect(read.every(({ buffer, length }) => buffer.byteLength === length)).toBe(true);
    }
    for (const [i, name] of names.entries())
      expect(same(archive.readSync(name), bytes[i]!)).toBe(true);
    expect((await archive.readMany(['a\0b', names[1]!])).map(decode)[0]).toBe('with a null byte');
    await expect(archive.readMany([names[0]!, 'none', 'a\0b'])).rejects.toMatchObject({
      code: 'ZIP_ENTRY_NOT_FOUND',
      entry: 'none',
    });
    expect(await archive.readMany([])).toEqual([]);
    await expect(archive.readMany([archive.get(0) as never])).rejects.toThrow(TypeError);
  });

  it('reads entries one by one, many at once, on this thread and in parts', async () => {
    await using archive = await openZip(at('a.zip'));
    for (const [name, bytes] of files) {
      expect(same(await archive.read(name), bytes)).toBe(true);
      expect(same(archive.readSync(name), bytes)).toBe(true);
      expect(same(await archive.entry(name).bytes(), bytes)).toBe(true);
      expect(same(await archive.entry(name).slice(3, 90).bytes(), bytes.slice(3, 90))).toBe(true);
      const streamed = await new Response(archive.entry(name).stream()).arrayBuffer();
      expect(same(new Uint8Array(streamed), bytes)).toBe(true);
    }
    const names = files.map(([name]) => name).reverse();
    const many = await archive.readMany(names);
    const expected = files.map(([, bytes]) => bytes).reverse();
    const areExpected = (results: Uint8Array[]) =>
      results.length === expected.length && results.every((bytes, i) => same(bytes, expected[i]!));
    expect(areExpected(many)).toBe(true);
    expect(new Set(many.map((bytes) => bytes.buffer)).size).toBe(files.length);
    const shared = await archive.readMany(names, { shared: true });
    expect(areExpected(shared)).toBe(true);
    expect(new Set(shared.map((bytes) => bytes.buffer)).size).toBe(1);
    const into = new Uint8Array(100_000);
    const filled = await archive.readMany(names, { into });
    expect(areExpected(filled)).toBe(true);
    expect(filled[0]!.buffer).toBe(into.buffer);
    await expect(archive.read(names[5]!, { into: new Uint8Array(10) })).rejects.toThrow(/30000/);
  });

  it('finds by glob, as a collection', async () => {
    await using archive = await openZip(at('a.zip'));
    const photos = archive.glob('train/**/*.jpg');
    expect(photos.length).toBe(3);
    expect(photos.get(2).name).toBe('train/dog/0.jpg');
    const read = await readMany([...photos]);
    expect(read.map((bytes, i) => same(bytes, files[i]![1]))).toEqual([true, true, true]);
    expect([...archive.glob('*')].map(({ name }) => name)).not.toContain('folder/');
    expect(photos.fingerprint).toMatch(/^zip:3:/);
    expect(archive.glob('train/**').fingerprint).toBe(photos.fingerprint);
    expect(archive.glob('train/cat/*').fingerprint).not.toBe(photos.fingerprint);
  });

  it('opens from memory, a Blob, a ByteSource, and from inside another archive', async () => {
    const bytes = readFileSync(at('a.zip'));
    const outer = await createZip(at('outer.zip'));
    await outer.add('pad', encode('abc'));
    await outer.add('in/stored.zip', bytes, { method: 'store' });
    await outer.add('in/deflated.zip', at('a.zip'), { method: 'deflate' });
    await outer.close();
    const nesting = await openZip(at('outer.zip'));
    const sources = [
      bytes,
      new Blob([bytes]),
      await openFile(at('a.zip')),
      nesting.entry('in/stored.zip'),
      nesting.entry('in/stored.zip').slice(0),
      nesting.entry('in/deflated.zip'),
    ];
    const archives = await Promise.all(sources.map((source) => openZip(source)));
    await nesting.close(); // what was opened from it stays readable
    for (const archive of archives) {
      expect(await archive.read('notes.txt')).toEqual(files[4]![1]);
      await archive.close();
    }
  });
});

describe('what goes wrong', () => {
  it('says which entry is not there', async () => {
    await using archive = await openZip(at('a.zip'));
    const expected = { code: 'ZIP_ENTRY_NOT_FOUND', entry: 'no such', path: at('a.zip') };
    expect(() => archive.entry('no such')).toThrow(expect.objectContaining(expected));
    await expect(archive.read('no such')).rejects.toMatchObject(expected);
    await expect(archive.readMany(['empty', 'no such'])).rejects.toMatchObject(expected);
  });

  it('finds a flipped byte in the data', async () => {
    const bytes = readFileSync(at('a.zip'));
    const place = bytes.indexOf(files[0]![1].subarray(0, 64));
    bytes[place + 5_000]! ^= 1;
    await using archive = await openZip(bytes);
    await expect(archive.read('train/cat/0.jpg')).rejects.toMatchObject({
      code: 'ZIP_CRC_MISMATCH',
      entry: 'train/cat/0.jpg',
      expected: crc32(files[0]![1]),
      offset: 0,
    });
    await using trusting = await openZip(bytes, { verify: false });
    expect((await trusting.read('train/cat/0.jpg')).length).toBe(30_000);
  });

  it('names files that are no archives', async () => {
    writeFileSync(at('text'), 'no archive, whatever it is');
    writeFileSync(at('nothing'), '');
    await expect(openZip(at('text'))).rejects.toMatchObject({ code: 'ZIP_NOT_AN_ARCHIVE' });
    await expect(openZip(at('nothing'))).rejects.toMatchObject({ code: 'ZIP_NOT_AN_ARCHIVE' });
    await expect(openZip(at('missing'))).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    await expect(openZip(at(''))).rejects.toMatchObject({ code: 'IO_IS_DIRECTORY' });
  });

  it('refuses every truncation', async () => {
    const bytes = readFileSync(at('a.zip'));
    for (let size = 0; size < bytes.length; size += 64) {
      await expect(openZip(bytes.subarray(0, size))).rejects.toMatchObject({
        code: expect.stringMatching(/^ZIP_(TRUNCATED|NOT_AN_ARCHIVE|CORRUPT)$/),
      });
    }
  });

  it('survives a file that is cut short while 1,000 reads wait', async () => {
    writeFileSync(at('shrinks.zip'), readFileSync(at('a.zip')));
    const archive = await openZip(at('shrinks.zip'));
    const reads = Array.from({ length: 1_000 }, (_, i) => archive.read(files[i % 3]![0]));
    truncateSync(at('shrinks.zip'), 20_000);
    const results = await Promise.allSettled(reads);
    for (const [i, result] of results.entries()) {
      if (result.status === 'fulfilled') expect(same(result.value, files[i % 3]![1])).toBe(true);
      else {
        // A read that races with the truncation may still be given zeros, which no check lets through.
        expect(result.reason).toMatchObject({
          code: expect.stringMatching(
            /^(IO_TRUNCATED|ZIP_(CRC_MISMATCH|DATA_CORRUPT|CORRUPT|SIZE_MISMATCH))$/,
          ),
          entry: files[i % 3]![0],
        });
      }
    }
    await expect(archive.read('train/cat/0.jpg')).rejects.toMatchObject({ code: 'IO_TRUNCATED' });
    await archive.close();
  });

  it('holds limits', async () => {
    await expect(openZip(at('a.zip'), { maxEntries: 3 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      expected: 3,
    });
    await using archive = await openZip(at('a.zip'), { maxEntryBytes: 25_000 });
    await expect(archive.read('train/cat/0.jpg')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await expect(archive.readMany(['train/cat/0.jpg'], { shared: true })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    expect(decode(await archive.read('notes.txt'))).toMatch(/^some notes/);
    await expect(openZip(at('a.zip'), { maxRatio: -1 })).rejects.toThrow(RangeError);
  });

  it('rejects with the reason of an abort', async () => {
    await using archive = await openZip(at('a.zip'));
    const reason = new Error('enough');
    await expect(archive.read('empty', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(openZip(at('a.zip'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('is a TypeError to read what is closed', async () => {
    const archive = await openZip(at('a.zip'));
    const pending = archive.read('train/cat/0.jpg');
    await archive.close();
    await archive.close();
    expect(same(await pending, files[0]![1])).toBe(true);
    await expect(archive.read('empty')).rejects.toThrow(TypeError);
  });
});

describe('a view', () => {
  it('is copy-on-write and outlives its archive', async () => {
    const archive = await openZip(at('a.zip'));
    const view = archive.view('train/cat/0.jpg');
    expect(same(view, files[0]![1])).toBe(true);
    await archive.close();
    view.fill(9);
    expect(view[29_999]).toBe(9);
    await using again = await openZip(at('a.zip'));
    expect(same(await again.read('train/cat/0.jpg'), files[0]![1])).toBe(true);
    expect(again.view('naïve 語.txt')).toEqual(encode('x'));
  });

  it('is checked, copies from memory, and refuses compressed entries', async () => {
    const bytes = readFileSync(at('a.zip'));
    const place = bytes.indexOf(files[0]![1].subarray(0, 64));
    bytes[place]! ^= 1;
    writeFileSync(at('flipped.zip'), bytes);
    await using archive = await openZip(at('flipped.zip'));
    expect(() => archive.view('train/cat/0.jpg')).toThrow(
      expect.objectContaining({ code: 'ZIP_CRC_MISMATCH' }),
    );
    expect(archive.view('train/cat/0.jpg', { verify: false }).length).toBe(30_000);
    expect(() => archive.view('notes.txt')).toThrow(TypeError);
    await using inMemory = await openZip(readFileSync(at('a.zip')));
    expect(same(inMemory.view('train/cat/0.jpg'), files[0]![1])).toBe(true);
  });
});

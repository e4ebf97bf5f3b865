import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ByteSource,
  concat,
  from,
  openFolder,
  type RandomAccess,
  raw,
  repeat,
  select,
  skip,
  split,
  take,
  zipSources,
} from '@dareblopy/core';
import { nativeItemsOf } from '@dareblopy/core/internal';
import { createZip, openZip, type ZipArchive } from '@dareblopy/zip';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DataLoader, mix } from '../src/index.ts';
import { batchesOf, numbered, range } from './helpers.ts';

// Collections that are native all the way: a batch of them crosses as indices, and nobody makes a
// handle for a sample. What comes out is the same as where they are asked for one by one.

const word = raw([], 'uint32');
const folder = mkdtempSync(join(tmpdir(), 'dareblopy-native-samples-'));
const opened: ZipArchive[] = [];

async function archiveOf(name: string, from: number, to: number): Promise<ZipArchive> {
  const path = join(folder, name);
  const writer = await createZip(path);
  for (const i of range(to).slice(from)) {
    const bytes = new Uint8Array(Uint32Array.of(i).buffer);
    await writer.add(`${String(i).padStart(4, '0')}.bin`, bytes, { method: 'store' });
  }
  await writer.close();
  const archive = await openZip(path);
  opened.push(archive);
  return archive;
}

let first: ZipArchive;
let second: ZipArchive;

beforeAll(async () => {
  first = await archiveOf('first.zip', 0, 60);
  second = await archiveOf('second.zip', 60, 100);
  for (const i of range(30)) {
    writeFileSync(join(folder, `${String(i).padStart(3, '0')}.raw`), Uint32Array.of(i));
  }
});
afterAll(async () => {
  await Promise.all(opened.map((archive) => archive.close()));
  rmSync(folder, { recursive: true });
});

/** The same collection without its native side. */
function plain<T>(source: RandomAccess<T>): RandomAccess<T> {
  return { length: source.length, get: (index) => source.get(index) };
}

const options = { decode: word as never, batchSize: 7, shuffle: { seed: 3 } };

describe('native samples', () => {
  it.each<[string, () => RandomAccess<unknown> | Promise<RandomAccess<unknown>>]>([
    ['an archive', () => first],
    ['entries by name', () => second.glob('**/*.bin')],
    ['a folder', () => openFolder(folder, { glob: '*.raw' })],
    ['concatenated archives', () => concat(first, second.glob('*'))],
    ['a selection', () => select(first, [5, 3, 3, 50])],
    ['parts of a split', () => split(concat(first, second), [0.7, 0.3], { seed: 1 })[0]],
    ['views of views', () => repeat(skip(take(first, 40), 9), 3)],
    ['arrays in memory beside entries', () => concat(numbered(20) as unknown[], second)],
    [
      'a mixture',
      () =>
        mix([
          { source: first, weight: 1 },
          { source: second, weight: 2 },
        ]) as RandomAccess<unknown>,
    ],
  ])('of %s are read without handles', async (_, make) => {
    const source = await make();
    expect(nativeItemsOf(source, Float64Array.of(0, 1))).toBeDefined();
    const epochs = async (from: RandomAccess<unknown>): Promise<number[][]> =>
      batchesOf(new DataLoader(from, options).epochs(2) as never);
    const aware = source as { forEpoch?: (epoch: number) => RandomAccess<unknown> };
    const same = aware.forEpoch
      ? { ...plain(source), forEpoch: (epoch: number) => plain(aware.forEpoch!(epoch)) }
      : plain(source);
    expect(await epochs(source)).toEqual(await epochs(same));
  });

  it('are not asked for one by one, unless a function wants to see them', async () => {
    const entries = first.glob('*');
    const get = vi.spyOn(entries, 'get');
    await batchesOf(new DataLoader(entries, options) as never);
    expect(get).not.toHaveBeenCalled();
    const loader = new DataLoader(entries, {
      decode: { id: word as never, name: (entry: { name: string }) => entry.name },
      batchSize: 20,
    });
    const batch = (await loader.next()) as unknown as { name: string[] };
    expect(batch.name[3]).toBe('0003.bin');
    expect(get).toHaveBeenCalledTimes(60);
    await loader.close();
  });

  it('fall back to one by one where some have no native side', async () => {
    const mixed = [...numbered(5), new Blob([Uint32Array.of(5)])];
    expect(nativeItemsOf(concat(mixed), Float64Array.of(0, 5))).toBeUndefined();
    const loader = new DataLoader(mixed, { decode: word as never, batchSize: 6 });
    expect(await batchesOf(loader as never)).toEqual([range(6)]);
    const halves = concat<unknown>(first, plain(second));
    expect(nativeItemsOf(halves, Float64Array.of(1, 99))).toBeUndefined();
    const joined = new DataLoader(halves, { decode: word as never, batchSize: 100 });
    expect(await batchesOf(joined as never)).toEqual([range(100)]);
  });

  it('are named when they are bad, replaced and skipped as others are', async () => {
    const entries = first.glob('*');
    const decode = raw([4], 'uint8') as never;
    const policy = { action: 'replace' as const };
    const loaders = [entries, plain(entries)].map((source) => {
      const samples = concat<unknown>([new Uint8Array(3)], source as RandomAccess<unknown>);
      return new DataLoader(samples, { decode, batchSize: 8, onBadSample: policy });
    });
    const told = [];
    for (const loader of loaders) {
      const rows = [];
      for await (const batch of loader as AsyncIterable<{ data: Uint8Array }>) {
        rows.push([...batch.data]);
      }
      const bad = loader.stats().badSamples.map(({ index, name }) => [index, name]);
      told.push({ rows, bad });
    }
    expect(told[0]).toEqual(told[1]);
    expect(told[0]!.bad).toEqual([[0, undefined]]);

    const shape = raw([5], 'uint8') as never;
    const failing = new DataLoader(entries, { decode: shape, batchSize: 8 });
    await expect(failing.next()).rejects.toMatchObject({
      code: 'LOADER_SAMPLE',
      path: '0000.bin',
      record: 0,
      cause: { code: 'SHAPE_MISMATCH', path: '0000.bin' },
    });
  });

  it('are read once for decoders of the sample, and apart for those of its parts', async () => {
    const pairs = zipSources({ a: first, b: skip(concat(second, first), 40) });
    const loader = new DataLoader(pairs, {
      decode: {
        a: from((pair: { a: ByteSource }) => pair.a, word),
        b: from((pair: { b: ByteSource }) => pair.b, word),
      },
      batchSize: 60,
    });
    const batch = (await loader.next()) as unknown as Record<'a' | 'b', { data: Uint32Array }>;
    expect([...batch.a.data]).toEqual(range(60));
    expect([...batch.b.data]).toEqual(range(60));
    await loader.close();
  });

  it('of a closed archive are refused', async () => {
    const archive = await archiveOf('closed.zip', 0, 5);
    const entries = archive.glob('*');
    await archive.close();
    const loader = new DataLoader(entries, { decode: word as never, batchSize: 2 });
    await expect(loader.next()).rejects.toThrow(/closed/);
  });
});

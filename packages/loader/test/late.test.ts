import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DareblopyError } from '@dareblopy/core';
import { raw } from '@dareblopy/core';
import type { ZipArchive } from '@dareblopy/zip';
import { createZip, openZip } from '@dareblopy/zip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataLoader } from '../src/index.ts';
import { batchesOf, number, numbered } from './helpers.ts';
import { late } from './late.ts';

const length = 500;
const folder = mkdtempSync(join(tmpdir(), 'dareblopy-late-'));
const path = join(folder, 'numbered.zip');
let bytes: Uint8Array<ArrayBuffer>;
let local: ZipArchive;

beforeAll(async () => {
  const writer = await createZip(path);
  for (const [i, sample] of numbered(length).entries()) {
    await writer.add(String(i).padStart(4, '0'), sample, { method: 'store' });
  }
  await writer.close();
  bytes = new Uint8Array(readFileSync(path));
  local = await openZip(path);
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

const options = { decode: number, batchSize: 16, shuffle: { seed: 7 } } as const;

describe('a loader over bytes that arrive later', () => {
  it('gives the batches that it gives over a file, in every epoch', async () => {
    const { source } = late(bytes);
    const there = new DataLoader((await openZip(source)).glob('*'), options);
    const here = new DataLoader(local.glob('*'), options);
    for (let epoch = 0; epoch < 3; epoch++) {
      expect(await batchesOf(there)).toEqual(await batchesOf(here));
    }
  });

  it('goes on from any state, its own or that of a loader over a file', async () => {
    const { source } = late(bytes);
    const far = (await openZip(source)).glob('*');
    const whole = await batchesOf(new DataLoader(local.glob('*'), options));
    for (const stop of [1, 7, 20]) {
      const first = new DataLoader(far, options);
      const before = await batchesOf(first, stop);
      const resumeFrom = first.state();
      expect(resumeFrom).toMatchObject({ epoch: 0, position: 16 * stop });
      for (const samples of [far, local.glob('*')]) {
        const after = await batchesOf(new DataLoader(samples, { ...options, resumeFrom }));
        expect([...before, ...after]).toEqual(whole);
      }
    }
  });

  it('asks for the samples of many batches at once, and stays within what it said', async () => {
    const { source, asked } = late(bytes, { ms: 15 });
    const archive = await openZip(source);
    expect(asked.ranges).toBe(1); // its end, and the directory before that
    const loader = new DataLoader(archive.glob('*'), options);
    await batchesOf(loader);
    await batchesOf(loader);
    const { storage, limit } = loader.stats();
    expect(storage.reads).toBeLessThan(length); // entries that lie side by side are read together
    expect(storage.latency).toBeGreaterThan(14);
    expect(storage.inFlight).toBeGreaterThan(2);
    expect(['storage', 'prefetch', 'consumer']).toContain(limit?.stage);
    expect(asked.mostBytesInFlight).toBeLessThan(loader.memoryBound());
  });

  it('tells where the device failed, once the sample has its turn', async () => {
    let broken: number | undefined;
    const { source } = late(bytes, { broken: () => broken });
    const far = (await openZip(source)).glob('*');
    broken = 30 * 40; // within the data of some early entry
    const loader = new DataLoader(far, { decode: number, batchSize: 16 });
    const error: DareblopyError = await batchesOf(loader).then(
      () => expect.unreachable(),
      (reason) => reason,
    );
    expect(error).toMatchObject({ code: 'LOADER_SAMPLE' });
    expect(error.cause).toMatchObject({ code: 'IO_ERROR', entry: expect.stringMatching(/^00/) });
    expect((error.cause as Error).message).toContain('EIO at 1200');
  });

  it('passes over what the device cannot read, where that is the policy', async () => {
    let broken: number | undefined;
    const { source } = late(bytes, { broken: () => broken });
    const far = (await openZip(source)).glob('*');
    broken = 30 * 40;
    const loader = new DataLoader(far, { ...options, onBadSample: { action: 'skip' } });
    const got = (await batchesOf(loader)).flat();
    const { badSamples } = loader.stats();
    expect(badSamples.length).toBeGreaterThan(0);
    expect(got.length).toBe(length - badSamples.length);
    expect(badSamples[0]?.error).toMatchObject({ code: 'IO_ERROR' });
  });

  it('ends at once with hundreds of reads in flight, and leaves none waiting', async () => {
    const { source, asked } = late(bytes, { ms: 100 });
    const far = (await openZip(source)).glob('*');
    const abort = new AbortController();
    const loader = new DataLoader(far, { ...options, signal: abort.signal });
    await batchesOf(new DataLoader(far, options), 3); // learns how slow it is
    const reading = batchesOf(loader);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const start = performance.now();
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    expect(performance.now() - start).toBeLessThan(90);
    const { ranges } = asked;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked.inFlight).toBe(0);
    expect(asked.ranges - ranges).toBeLessThanOrEqual(64);
  });

  it('counts the bytes in flight in memoryBound()', () => {
    const memory = new DataLoader(local.glob('*'), { decode: raw([], 'uint32'), batchSize: 16 });
    expect(memory.memoryBound()).toBeGreaterThan(64 * 2 ** 20);
  });
});

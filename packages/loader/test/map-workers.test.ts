import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { threadId } from 'node:worker_threads';
import type { DareblopyError, NDArray } from '@dareblopy/core';
import { afterEach, describe, expect, it } from 'vitest';
import { DataLoader } from '../src/index.ts';
import { batchesOf, number, numbered, range } from './helpers.ts';

interface Collated {
  id: NDArray<'uint32'>;
  sum: Float64Array;
  threadId: number;
  number: number;
  epoch: number;
}

const moduleOf = (name: string): URL => new URL(`./workers/${name}.mjs`, import.meta.url);

describe('mapWorkers', () => {
  afterEach(() => {
    delete process.env.MISBEHAVE;
  });

  it('keeps the order, moves arrays there and back, and lends what comes back', async () => {
    const loader = new DataLoader(numbered(200), {
      decode: { id: number },
      batchSize: 10,
      prefetchBatches: 4,
    });
    const collated = loader.mapWorkers<Collated>(moduleOf('collate'), { workers: 2 });
    const threads = new Set<number>();
    const seen: Collated[] = [];
    for await (const batch of collated) {
      const at = seen.length;
      expect([...batch.id.data]).toEqual(range(10).map((i) => at * 10 + i + 1));
      expect(batch.sum[0]).toBe(batch.id.data.reduce((a, b) => a + b, 0));
      expect([batch.epoch, batch.number]).toEqual([0, at]);
      for (const stale of seen) expect([stale.id.data.length, stale.sum.length]).toEqual([0, 0]);
      threads.add(batch.threadId);
      seen.push(batch);
    }
    expect(seen.length).toBe(20);
    expect(threads.size).toBe(2);
    expect(threads.has(threadId)).toBe(false);
    expect((await batchesOf(loader.map(({ id }) => id))).length).toBe(20); // the loader itself goes on without workers
    await loader.close();
  });

  it.each([
    ['throw', /batch 2 of epoch 0 \(samples 20, 21, .*cannot collate this/],
    ['exit', /batch 2 of epoch 0 .*exit code 3/],
    ['clone', /batch 2 of epoch 0 .*could not be cloned/],
  ])('tells what it was and stops when a worker does this: %s', async (what, message) => {
    process.env.MISBEHAVE = what;
    const loader = new DataLoader(numbered(100), { decode: number, batchSize: 10 });
    const mapped = loader.mapWorkers<{ first: number }>(moduleOf('misbehave'), { workers: 1 });
    const seen: number[] = [];
    let error: DareblopyError | undefined;
    try {
      for await (const { first } of mapped) seen.push(first);
    } catch (thrown) {
      error = thrown as DareblopyError;
    }
    expect(error).toMatchObject({ code: 'LOADER_WORKER', record: 2 });
    expect(error?.message).toMatch(message);
    expect(seen).toEqual([0, 10]);
    delete process.env.MISBEHAVE;
    await loader.close();
  });

  it.each(['hang', 'spin'])('is stopped by an abort while a worker does this: %s', async (what) => {
    process.env.MISBEHAVE = what;
    const abort = new AbortController();
    const loader = new DataLoader(numbered(100), {
      decode: number,
      batchSize: 10,
      signal: abort.signal,
    });
    const mapped = loader.mapWorkers(moduleOf('misbehave'), { workers: 2 });
    setTimeout(() => abort.abort(new Error('enough')), 200);
    await expect(async () => {
      for await (const _ of mapped);
    }).rejects.toThrow('enough');
    await loader.close();
  });

  it.each(['awaited', 'idle'])('lets a process wait for the end of %s workers', async (what) => {
    // On its own: nothing else keeps that process alive.
    const program = fileURLToPath(new URL('./workers/end.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, what]);
    expect(stdout).toBe('ended\n');
  });

  it('refuses what is no module of a function', async () => {
    const loader = new DataLoader(numbered(10), { decode: number, batchSize: 10 });
    expect(() => loader.mapWorkers('./map.mjs')).toThrow(/absolute path/);
    expect(() => loader.mapWorkers(moduleOf('collate'), { workers: 0 })).toThrow(/workers/);
    for (const name of ['no-function', 'no-file']) {
      const mapped = loader.mapWorkers(moduleOf(name), { workers: 1 });
      await expect(async () => {
        for await (const _ of mapped);
      }).rejects.toMatchObject({ code: 'LOADER_WORKER', message: expect.stringContaining(name) });
    }
    await loader.close();
  });
});

import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import { afterAll, expect, it, vi } from 'vitest';
import { runBatches, toFeeds } from '../src/index.ts';
import { openSession } from './session.ts';

// The loader writes a pattern over memory that it takes back: whoever still looked there would learn it.
vi.stubEnv('DAREBLOPY_POISON', '1');
afterAll(() => vi.unstubAllEnvs());

const PIXELS = 3 * 224 * 224;

it('runs a session on the batches of a DataLoader, which stops when the loop is left', async () => {
  const samples = Array.from({ length: 12 }, (_, i) => new Float32Array(PIXELS).fill(i / 12));
  await using loader = new DataLoader(samples, {
    decode: { pixels: raw([3, 224, 224], 'float32'), index: (_sample, { index }) => index },
    batchSize: 2,
    shuffle: { seed: 1 },
    prefetchBatches: 2,
  });
  const session = await openSession('classifier');
  const options = { feeds: { image: 'pixels' } } as const;
  const alone = new Map<number, number[]>();
  for (const [index, sample] of samples.entries()) {
    const image = { dtype: 'float32', shape: [1, 3, 224, 224], data: sample } as const;
    const { probabilities } = await session.run(toFeeds({ image }, { image: 'image' }));
    alone.set(index, [...(probabilities!.data as Float32Array)]);
  }
  let rows = 0;
  for await (const { outputs, batch } of runBatches(session, loader, options)) {
    const probabilities = outputs.probabilities!.data as Float32Array;
    for (const [row, index] of batch.index.data.entries()) {
      const own = probabilities.slice(row * 10, (row + 1) * 10);
      for (const [i, value] of own.entries()) expect(value).toBeCloseTo(alone.get(index)![i]!, 5);
      rows += 1;
    }
  }
  expect(rows).toBe(12);
  for await (const _ of runBatches(session, loader, options)) break;
  // An iteration that was left open would make the next one throw.
  for await (const { batch } of runBatches(session, loader, options)) {
    expect(batch.pixels.shape).toEqual([2, 3, 224, 224]);
  }
  expect(loader.epoch).toBe(2);
});

import { raw } from '@dareblopy/core';
import { expect, it, onTestFinished } from 'vitest';
import { DataLoader } from '../src/index.ts';

it('prints no warning at any depth of prefetching', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const samples = Array.from({ length: 400 }, (_, i) => Uint8Array.of(i & 255));
  const { signal } = new AbortController();
  const loader = new DataLoader(samples, {
    decode: { data: raw([1], 'uint8'), late: async (_, { index }) => index },
    batchSize: 4,
    prefetchBatches: 64,
    signal,
  });
  let rows = 0;
  const doubled = loader.map(async (batch) => batch);
  for await (const batch of doubled) rows += batch.late.data.length;
  await loader.close();
  await new Promise((resolve) => setImmediate(resolve)); // warnings come later
  expect(rows).toBe(400);
  expect(warnings).toEqual([]);
});

import { type RandomAccess, raw } from '@dareblopy/core';
import { describe, expect, it } from 'vitest';
import { DataLoader, type LoaderStats } from '../src/index.ts';
import { findLimit, type Measured } from '../src/stats/limit.ts';
import { number, numbered } from './helpers.ts';

const samples = numbered(200);
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
const spin = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

async function statsOf(
  loader: AsyncIterable<unknown> & { stats(): LoaderStats },
  each: () => Promise<void> | void = () => {},
): Promise<LoaderStats> {
  for await (const _ of loader) await each();
  return loader.stats();
}

describe('stats', () => {
  it('counts', async () => {
    const loader = new DataLoader(samples, {
      decode: { id: number, label: () => 1 },
      batchSize: 30,
    });
    expect(loader.stats()).toMatchObject({ batches: 0, samples: 0, limit: undefined });
    expect(loader.stats().summary).toBe('Nothing was loaded yet.');
    const stats = await statsOf(loader);
    expect(stats).toMatchObject({ batches: 7, samples: 200, bytes: 200 * 8, badSampleCount: 0 });
    expect(stats.seconds).toBeGreaterThan(0);
    expect(stats.samplesPerSecond).toBeCloseTo(200 / stats.seconds);
    expect(stats.bytesPerSecond).toBeCloseTo(1600 / stats.seconds);
    expect(stats.batchesPerSecond).toBeCloseTo(7 / stats.seconds);
    expect(stats.waitingShare).toBeGreaterThan(0);
    expect(stats.waitingShare).toBeLessThanOrEqual(1);
    const { seconds } = stats;
    await pause(20);
    expect(loader.stats().seconds).toBe(seconds); // no iteration is open
    expect(stats.report()).toMatch(/7 batches, 200 samples in/);
    expect(stats.report()).toMatch(/^decode +[\d.]+ ms +[\d.]+ ms$/m);
    expect(stats.report().endsWith(stats.summary)).toBe(true);
  });

  it('names the loop when that is slow', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 20 });
    const { limit, summary, queueFill } = await statsOf(loader, () => pause(60));
    expect(limit?.stage).toBe('consumer');
    expect(summary).toMatch(/^The loop limits/);
    expect(queueFill).toBeGreaterThan(1);
  });

  const slowGet = {
    length: 200,
    get(index: number): Uint8Array {
      spin(1);
      return samples[index]!;
    },
  };
  const remoteGet = {
    length: 200,
    async get(index: number): Promise<Uint8Array> {
      if (index % 20 === 0) await pause(60);
      return samples[index]!;
    },
  };
  const fast = {
    source: samples as RandomAccess<Uint8Array> | Uint8Array[],
    label: (): unknown => 1,
  };
  const slowLabel = (): number => {
    spin(1);
    return 1;
  };
  const remoteLabel = (): Promise<number> => pause(60).then(() => 1);

  it.each([
    ['source', { ...fast, source: slowGet }],
    ['source', { ...fast, source: remoteGet }],
    ['transform', { ...fast, label: slowLabel }],
    ['transform', { ...fast, label: remoteLabel }],
    ['map', { ...fast, map: () => spin(20) }],
    ['map', { ...fast, map: () => pause(40) }],
    ['workers', { ...fast, module: new URL('./workers/slow.mjs', import.meta.url) }],
  ] as [string, typeof fast & { map?: () => unknown; module?: URL }][])(
    'names the %s stage when that is slow',
    async (stage, { source, label, map, module }) => {
      const loader = new DataLoader(source, { decode: { id: number, label }, batchSize: 20 });
      const mapped = map ? loader.map(map) : loader;
      const slowed = module ? mapped.mapWorkers(module, { workers: 1 }) : mapped;
      const { limit, summary } = await statsOf(slowed);
      expect(limit?.stage).toBe(stage);
      expect(limit?.speedup).toBeGreaterThan(1.2);
      expect(summary).toMatch(
        new RegExp(`^The ${stage} stage limits: .* times as fast without it; `),
      );
      await loader.close();
    },
  );

  it('names reading and decoding natively', async () => {
    // Reading copies a sample into its row, decoding swaps the bytes there.
    const large = Array.from({ length: 100 }, () => new Uint8Array(2 ** 20));
    const decode = raw([2 ** 19], 'uint16', { endian: 'big' });
    const loader = new DataLoader(large, { decode, batchSize: 10 });
    const { stages } = await statsOf(loader);
    const busy = Object.fromEntries(stages.map((time) => [time.stage, time.busy]));
    expect(busy.decode).toBeGreaterThan(1);
    expect(busy.read).toBeGreaterThan(0);
    expect(busy.map).toBe(0);
  });
});

describe('findLimit', () => {
  const idle = {
    source: 0,
    read: 0,
    inflate: 0,
    decode: 0,
    transform: 0,
    map: 0,
    workers: 0,
    deliver: 0,
  };
  const measured = (busy: Partial<typeof idle>, rest: Partial<Measured> = {}): Measured => ({
    busy: { ...idle, ...busy },
    blocking: { source: 0, transform: 0, map: 0 },
    open: 1000,
    starved: 900,
    threads: 2,
    workers: 0,
    prefetchBatches: 2,
    storage: 0,
    ...rest,
  });

  it('answers the largest part of the fullest lane, and what there is to gain', () => {
    const pool = measured({ read: 300, inflate: 500, decode: 1200 });
    expect(findLimit(pool)).toMatchObject({ stage: 'decode', speedup: 1000 / 400 });
    expect(findLimit(measured({ read: 300, inflate: 1500 }))).toMatchObject({
      stage: 'inflate',
      speedup: 1000 / 150,
    });
    expect(findLimit(measured({ map: 950, decode: 600 }))).toMatchObject({
      stage: 'map',
      speedup: 1000 / 300,
    });
    expect(findLimit(measured({ workers: 3600 }, { workers: 4 }))).toMatchObject({
      stage: 'workers',
    });
  });

  it('blames nobody who is idle', () => {
    expect(findLimit(measured({ decode: 200 }))).toMatchObject({ stage: 'prefetch', speedup: 10 });
    expect(findLimit(measured({ decode: 1000 }, { starved: 10 }))).toMatchObject({
      stage: 'consumer',
      speedup: 2,
    });
    expect(findLimit(measured({}, { open: 0 }))).toBeUndefined();
  });
});

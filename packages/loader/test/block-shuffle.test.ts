import { describe, expect, it } from 'vitest';
import { DataLoader, type LoaderOptions } from '../src/index.ts';
import { BlockOrder } from '../src/order/block-order.ts';
import { batchesOf, number, numbered, range, sorted } from './helpers.ts';

const orderOf = (length: number, block: number, window: number, seed = 7, epoch = 0): number[] => {
  const order = new BlockOrder(length, { block, window }, seed, epoch);
  return range(length).map((position) => order.at(position));
};

describe('block shuffle', () => {
  it.each([
    [1, 1, 1],
    [7, 8, 2],
    [64, 8, 4],
    [1000, 64, 4],
    [1000, 1, 16],
    [1000, 1000, 1],
    [100_003, 17, 5],
  ])('%i samples in blocks of %i, %i at a time: each once', (length, block, window) => {
    for (const epoch of [0, 1]) {
      expect(sorted(orderOf(length, block, window, 7, epoch))).toEqual(range(length));
    }
  });

  it('answers alike in whatever order it is asked', () => {
    const forward = orderOf(1000, 16, 4);
    const order = new BlockOrder(1000, { block: 16, window: 4 }, 7, 0);
    for (const position of range(1000).reverse()) {
      expect(order.at(position)).toBe(forward[position]);
    }
  });

  it('has a window hold whole blocks of neighbours, mixed', () => {
    const order = orderOf(10_000, 50, 4);
    const first = sorted(order.slice(0, 200));
    const runs = first.filter((sample, i) => sample !== first[i - 1]! + 1).length;
    expect(runs).toBeLessThanOrEqual(5); // 4 blocks, one of which may wrap around the end
    const inPlace = order.filter((sample, i) => order[i - 1] === sample - 1).length;
    expect(inPlace).toBeLessThan(200);
  });

  it('has other blocks, in another order, each epoch and for each seed', () => {
    const first = orderOf(1000, 10, 1);
    for (const other of [orderOf(1000, 10, 1, 7, 1), orderOf(1000, 10, 1, 8)]) {
      expect(other).not.toEqual(first);
      expect(sorted(other.slice(0, 10))).not.toEqual(sorted(first.slice(0, 10)));
    }
  });

  it('favours no place for a sample', () => {
    const sums = new Float64Array(96);
    const epochs = 3000;
    for (let epoch = 0; epoch < epochs; epoch++) {
      orderOf(96, 5, 3, 1, epoch).forEach((sample, position) => {
        sums[sample]! += position;
      });
    }
    // The mean of a uniform place is 47.5, its deviation over 3,000 epochs 0.51: five of them.
    for (const sum of sums) expect(Math.abs(sum / epochs - 47.5)).toBeLessThan(2.6);
  });

  const samples = numbered(1000);
  const options = { decode: number, batchSize: 12, shuffle: { seed: 3, block: 16, window: 4 } };

  it('is exact when it goes on, also with other ranks and batches', async () => {
    const whole = (await batchesOf(new DataLoader(samples, options))).flat();
    expect(whole).toEqual(orderOf(1000, 16, 4, 3));
    const ranks = range(4).map(
      (index) => new DataLoader(samples, { ...options, shard: { index, count: 4 } }),
    );
    const before = await Promise.all(ranks.map((loader) => batchesOf(loader, 7)));
    const state = ranks[0]!.state();
    expect(state).toMatchObject({ position: 7 * 12 * 4, shuffle: { block: 16, window: 4 } });
    expect(ranks[3]!.state()).toEqual(state);
    const resumeFrom = JSON.parse(JSON.stringify(state));
    const fewer = range(3).map(
      (index) =>
        new DataLoader(samples, {
          ...options,
          batchSize: 5,
          shard: { index, count: 3, uneven: 'keep' },
          resumeFrom,
        }),
    );
    const after = await Promise.all(fewer.map((loader) => batchesOf(loader)));
    expect(sorted([...before, ...after].flat(2))).toEqual(range(1000));
  });

  it('refuses the state of another way to shuffle', () => {
    const resumeFrom = new DataLoader(samples, options).state();
    for (const shuffle of [{ seed: 3 }, { seed: 3, block: 16 }, { seed: 3, block: 8, window: 4 }]) {
      expect(() => new DataLoader(samples, { ...options, shuffle, resumeFrom })).toThrow(
        /blocks of 16, 4 at a time/,
      );
    }
  });

  it.each([
    [{ seed: 1, block: 0 }, RangeError],
    [{ seed: 1, block: 1.5 }, RangeError],
    [{ seed: 1, block: 2 ** 24, window: 2 }, RangeError],
    [{ seed: 1, window: 4 }, TypeError],
    [{ seed: 1, block: 8, buffer: 8 }, TypeError],
  ])('refuses %j', (shuffle, error) => {
    const wrong = { ...options, shuffle } as LoaderOptions<typeof number>;
    expect(() => new DataLoader(samples, wrong)).toThrow(error);
  });

  it('is not for sources that are read in order', () => {
    async function* stream() {
      yield* samples;
    }
    expect(() => new DataLoader(stream(), { ...options, shuffle: { seed: 1, block: 8 } })).toThrow(
      TypeError,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { DataLoader } from '../src/index.ts';
import { batchesOf, inOrder, number, numbered, range, sorted } from './helpers.ts';

const samples = numbered(100);

describe('DataLoader', () => {
  it('loads in order, the last batch short', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 32 });
    expect(loader.batchesPerEpoch).toBe(4);
    const batches = await batchesOf(loader);
    expect(batches.map((batch) => batch.length)).toEqual([32, 32, 32, 4]);
    expect(batches.flat()).toEqual(range(100));
  });

  it('drops an incomplete last batch when asked', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 32, dropLast: true });
    expect(loader.batchesPerEpoch).toBe(3);
    expect((await batchesOf(loader)).flat()).toEqual(range(96));
  });

  it('shuffles everything, each epoch otherwise, at any prefetch depth the same', async () => {
    const orders = [];
    for (const prefetchBatches of [1, 2, 7]) {
      const options = { decode: number, batchSize: 8, shuffle: { seed: 3 }, prefetchBatches };
      const loader = new DataLoader(samples, options);
      const epochs = [await batchesOf(loader), await batchesOf(loader)];
      for (const epoch of epochs) expect(sorted(epoch.flat())).toEqual(range(100));
      expect(epochs[0]).not.toEqual(epochs[1]);
      const chained = await batchesOf(new DataLoader(samples, options).epochs(2));
      expect(chained).toEqual(epochs.flat());
      orders.push(epochs);
    }
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
  });

  it('lets one slow sample hold back nothing but its own batch', async () => {
    const got: number[] = [];
    const source = {
      length: 40,
      async get(index: number) {
        if (index === 0) await new Promise((resolve) => setTimeout(resolve, 50));
        got.push(index);
        return samples[index]!;
      },
    };
    const loader = new DataLoader(source, { decode: number, batchSize: 10, prefetchBatches: 3 });
    const iterator = loader[Symbol.asyncIterator]();
    expect([...(await iterator.next()).value!.data]).toEqual(range(10));
    expect(got.slice(0, 40)).toEqual([...range(40).slice(1), 0]);
    await iterator.return?.();
  });

  it('makes objects of Decoders and functions', async () => {
    const loader = new DataLoader(samples, {
      decode: {
        id: number,
        copy: number,
        small: (_sample, { index }) => index * 2,
        big: async (_sample, { index }) => BigInt(index),
        even: (_sample, { index }) => index % 2 === 0,
        words: (_sample, { index, epoch }) => `${epoch}:${index}`,
      },
      batchSize: 3,
    });
    for await (const batch of loader) {
      expect(batch.id).toEqual({ dtype: 'uint32', shape: [3], data: Uint32Array.of(0, 1, 2) });
      expect(batch.copy.data).toEqual(batch.id.data);
      expect(batch.small).toEqual({ dtype: 'int32', shape: [3], data: Int32Array.of(0, 2, 4) });
      expect(batch.big).toEqual({ dtype: 'int64', shape: [3], data: BigInt64Array.of(0n, 1n, 2n) });
      expect(batch.even).toEqual({ dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) });
      expect(batch.words).toEqual(['0:0', '0:1', '0:2']);
      break;
    }
  });

  it.each([1.5, 2 ** 31, Number.NaN])(
    'refuses the number %d, naming column and sample',
    async (bad) => {
      const loader = new DataLoader(samples, {
        decode: { label: (_sample, { index }) => (index === 5 ? bad : 0) },
        batchSize: 4,
      });
      await expect(batchesOf2(loader)).rejects.toThrow(/'label'.*sample 5/);
    },
  );

  it('gives one epoch an iteration, also after break, and one iteration at a time', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 10 });
    expect(loader.epoch).toBe(0);
    await batchesOf(loader, 2);
    expect(await batchesOf(loader, 1)).toEqual([range(10)]);
    expect(loader.epoch).toBe(1);
    for await (const _ of loader) {
      expect(() => loader[Symbol.asyncIterator]()).toThrow(/another is open/);
      break;
    }
    expect(loader.epoch).toBe(2);
  });

  it('answers next() and nextN()', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 30 });
    expect((await loader.next())?.data[0]).toBe(0);
    const batches = await loader.nextN(5);
    expect(batches.map((batch) => batch.data[0])).toEqual([30, 60, 90]);
    expect(await loader.next()).toMatchObject({ shape: [30] }); // the next epoch
    expect(loader.epoch).toBe(1);
    await loader.close();
    await expect(loader.next()).rejects.toThrow();
  });

  it('streams owned batches', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 30 });
    const batches = [];
    for await (const batch of loader.toReadableStream()) batches.push(batch);
    expect(batches.flatMap((batch) => [...batch.data])).toEqual(range(100));
    const reader = loader.toReadableStream().getReader();
    await reader.read();
    await reader.cancel();
    expect((await batchesOf(loader)).length).toBe(4);
  });

  it('maps on the JavaScript thread, in order', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 10 });
    const delays = [30, 0, 20, 0, 10, 0, 0, 0, 0, 0];
    const mapped = loader
      .map(async (batch, { batch: at }) => {
        await new Promise((resolve) => setTimeout(resolve, delays[at]));
        return [at, batch.data[0]!, batch] as const;
      })
      .map(([at, first]) => at * 10 === first);
    const seen = [];
    for await (const right of mapped) seen.push(right);
    expect(seen).toEqual(new Array(10).fill(true));
  });

  it('reads sequential sources, through a shuffle buffer when asked', async () => {
    const source = inOrder(samples);
    const loader = new DataLoader(source, { decode: number, batchSize: 7 });
    expect(loader.batchesPerEpoch).toBeUndefined();
    expect((await batchesOf(loader)).flat()).toEqual(range(100));
    const shuffle = { seed: 1, buffer: 20 };
    const shuffled = new DataLoader(source, { decode: number, batchSize: 7, shuffle });
    const epochs = [(await batchesOf(shuffled)).flat(), (await batchesOf(shuffled)).flat()];
    expect(epochs[0]).not.toEqual(epochs[1]);
    for (const epoch of epochs) {
      expect(sorted(epoch)).toEqual(range(100));
      expect(epoch).not.toEqual(range(100));
      expect(epoch.every((sample, position) => sample <= position + 20)).toBe(true);
    }
  });

  it('tells its progress', async () => {
    const seen: string[] = [];
    const loader = new DataLoader(samples, {
      decode: number,
      batchSize: 40,
      onProgress: ({ epoch, batch, batches, samples: count, samplesPerSecond }) => {
        expect(samplesPerSecond).toBeGreaterThan(0);
        seen.push(`${epoch} ${batch}/${batches} ${count}`);
      },
    });
    await batchesOf(loader.epochs(2));
    expect(seen).toEqual([
      '0 1/3 40',
      '0 2/3 80',
      '0 3/3 100',
      '1 1/3 140',
      '1 2/3 180',
      '1 3/3 200',
    ]);
  });

  it('loads nothing from nothing', async () => {
    expect(await batchesOf(new DataLoader([], { decode: number, batchSize: 2 }).epochs(3))).toEqual(
      [],
    );
    expect(
      await batchesOf(new DataLoader(inOrder([]), { decode: number, batchSize: 2 }).epochs(3)),
    ).toEqual([]);
  });

  it.each([
    [{ batchSize: 0 }, /batchSize/],
    [{ batchSize: 1.5 }, /batchSize/],
    [{ prefetchBatches: 0 }, /prefetchBatches/],
    [{ shuffle: true }, /shuffle/],
    [{ shuffle: { seed: -1 } }, /seed/],
    [{ shuffle: { seed: 1, buffer: 10 } }, /buffer/],
    [{ shard: { index: 2, count: 2 } }, /shard.index/],
    [{ shard: { index: 0, count: 2, uneven: 'wrap' } }, /shard.uneven/],
    [{ onBadSample: 'skip' }, /onBadSample/],
    [{ onBadSample: { action: 'skip', maxShare: 2 } }, /maxShare/],
    [{ batches: 'mine' }, /batches/],
    [{ bachSize: 3 }, /'bachSize'/],
    [{ decode: {} }, /at least one column/],
    [{ decode: { a: 3 } }, /column 'a'/],
    [{ resumeFrom: {} }, /resumeFrom/],
  ])('refuses %j', (options, message) => {
    const wrong = { decode: number, batchSize: 2, ...options } as never;
    expect(() => new DataLoader(samples, wrong)).toThrow(message);
  });

  it('refuses what is no source', () => {
    expect(() => new DataLoader(3 as never, { decode: number, batchSize: 2 })).toThrow(/source/);
  });
});

async function batchesOf2(loader: AsyncIterable<unknown>): Promise<unknown[]> {
  const all = [];
  for await (const batch of loader) all.push(batch);
  return all;
}

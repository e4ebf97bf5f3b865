import { type DareblopyError, isDareblopyError } from '@dareblopy/core';
import { describe, expect, it } from 'vitest';
import { type BadSample, DataLoader } from '../src/index.ts';
import { batchesOf, inOrder, number, numbered, range } from './helpers.ts';

/** Numbered samples, of which some are a byte short: raw refuses them. */
function spoiled(length: number, bad: readonly number[]): { name: string; sample: Uint8Array }[] {
  return numbered(length).map((sample, i) => ({
    name: `sample ${i}`,
    sample: bad.includes(i) ? sample.subarray(1) : sample,
  }));
}

async function failure(loader: AsyncIterable<unknown>): Promise<DareblopyError> {
  try {
    for await (const _ of loader);
  } catch (error) {
    return error as DareblopyError;
  }
  throw new Error('nothing failed');
}

const bytesOf = (length: number, bad: readonly number[]): Uint8Array[] =>
  spoiled(length, bad).map(({ sample }) => sample);

describe('onBadSample', () => {
  it("'throw': ends the iteration where the sample is, and says which one it was", async () => {
    const loader = new DataLoader(bytesOf(100, [42, 77]), { decode: number, batchSize: 10 });
    const seen: number[] = [];
    const error = await failure(
      loader.map((batch) => {
        seen.push(batch.data[0]!);
        return batch;
      }),
    );
    expect(isDareblopyError(error, 'LOADER_SAMPLE')).toBe(true);
    expect(error).toMatchObject({
      record: 42,
      message: expect.stringMatching(/Sample 42 .*epoch 0/),
    });
    expect(isDareblopyError(error.cause, 'SHAPE_MISMATCH')).toBe(true);
    expect(seen.slice(0, 4)).toEqual([0, 10, 20, 30]);
    expect(loader.state()).toMatchObject({ epoch: 0, position: 40 });
  });

  it("'skip': shortens the batch, and passes over batches without a good row", async () => {
    const bad = [3, 5, ...range(100).slice(20, 30)];
    const told: BadSample[] = [];
    const loader = new DataLoader(bytesOf(100, bad), {
      decode: { id: number, index: (_: Uint8Array, { index }) => index },
      batchSize: 10,
      onBadSample: { action: 'skip', onBad: (sample) => told.push(sample) },
    });
    const ids: number[][] = [];
    for await (const { id, index } of loader) {
      expect([...index.data]).toEqual([...id.data]);
      expect(id.shape).toEqual([id.data.length]);
      ids.push([...id.data]);
    }
    expect(ids.length).toBe(9);
    expect(ids.flat()).toEqual(range(100).filter((i) => !bad.includes(i)));
    expect(told.map(({ index }) => index)).toEqual(bad);
    expect(loader.stats()).toMatchObject({ badSampleCount: 12, samples: 88 });
    expect(loader.stats().badSamples[0]).toMatchObject({
      index: 3,
      epoch: 0,
      error: { code: 'SHAPE_MISMATCH' },
    });
    expect(loader.state()).toMatchObject({ epoch: 1, position: 0 });
  });

  it("'replace': keeps batches full, and the other rows where they are", async () => {
    const bad = [3, 42, 99];
    const load = async (prefetchBatches: number): Promise<number[][]> => {
      const options = { decode: number, batchSize: 10, shuffle: { seed: 4 }, prefetchBatches };
      const onBadSample = { action: 'replace' } as const;
      return batchesOf(new DataLoader(bytesOf(100, bad), { ...options, onBadSample }));
    };
    const batches = await load(1);
    expect(await load(5)).toEqual(batches);
    const whole = await batchesOf(
      new DataLoader(numbered(100), { decode: number, batchSize: 10, shuffle: { seed: 4 } }),
    );
    batches.flat().forEach((id, position) => {
      const wanted = whole.flat()[position]!;
      if (bad.includes(wanted)) expect(bad).not.toContain(id);
      else expect(id).toBe(wanted);
    });
  });

  it("'replace': asks functions again for the new sample alone", async () => {
    const asked: number[] = [];
    const samples = bytesOf(20, [5]);
    const loader = new DataLoader(samples, {
      decode: {
        id: number,
        index: (_: Uint8Array, { index }) => {
          asked.push(index);
          return index;
        },
      },
      batchSize: 20,
      onBadSample: { action: 'replace' },
    });
    for await (const { id, index } of loader) expect([...index.data]).toEqual([...id.data]);
    expect(asked.slice(0, 20)).toEqual(range(20));
    expect(asked.length).toBeLessThanOrEqual(21);
  });

  it("'replace' in a sequential source: repeats a good sample of the batch", async () => {
    const loader = new DataLoader(inOrder(bytesOf(20, [5, 6])), {
      decode: number,
      batchSize: 10,
      onBadSample: { action: 'replace' },
    });
    const ids = (await batchesOf(loader)).flat();
    expect(ids.length).toBe(20);
    expect(ids[5]).toBeLessThan(10);
    expect([5, 6]).not.toContain(ids[5]);
  });

  it('stops past maxCount, and lists what it found', async () => {
    const names = spoiled(100, [1, 2, 3]);
    const { from } = await import('@dareblopy/core');
    const loader = new DataLoader(names, {
      decode: from((s: (typeof names)[number]) => s.sample, number as never),
      batchSize: 10,
      onBadSample: { action: 'skip', maxCount: 2 },
    });
    const error = await failure(loader);
    expect(error).toMatchObject({ code: 'LOADER_TOO_MANY_BAD_SAMPLES', expected: 2, actual: 3 });
    expect(error.message).toMatch(/1 sample 1: .*\n.*2 sample 2: .*\n.*3 sample 3: /);
  });

  it('stops past maxShare of the epoch, counted anew each epoch', async () => {
    const policy = (maxShare: number) => ({ action: 'replace', maxShare }) as const;
    const samples = bytesOf(200, [1, 150]);
    const options = { decode: number, batchSize: 10 };
    const fine = new DataLoader(samples, { ...options, onBadSample: policy(0.01) });
    expect((await batchesOf(fine.epochs(3))).length).toBe(60);
    const error = await failure(
      new DataLoader(samples, { ...options, onBadSample: policy(0.009) }),
    );
    expect(error).toMatchObject({ code: 'LOADER_TOO_MANY_BAD_SAMPLES', expected: 1, actual: 2 });
  });

  it('covers get(), functions and Decoders in JavaScript too', async () => {
    const good = numbered(30);
    const source = {
      length: 30,
      async get(index: number) {
        if (index === 4) throw new Error('cannot get 4');
        return good[index]!;
      },
    };
    const loader = new DataLoader(source, {
      decode: {
        id: number,
        label: async (_: Uint8Array, { index }) => {
          if (index === 13) throw new Error('no label for 13');
          return index;
        },
        sum: {
          async decode(samples: readonly Uint8Array[]) {
            if (samples.some((sample) => sample[0] === 22)) throw new Error('will not decode 22');
            return samples.map((sample) => sample[0]!);
          },
        },
      },
      batchSize: 10,
      onBadSample: { action: 'skip' },
    });
    const ids: number[] = [];
    for await (const { id, label, sum } of loader) {
      expect([...label.data]).toEqual([...id.data]);
      expect(sum).toEqual([...id.data]);
      ids.push(...id.data);
    }
    expect(ids).toEqual(range(30).filter((i) => ![4, 13, 22].includes(i)));
    const { badSamples } = loader.stats();
    expect(badSamples.map(({ error }) => error.message)).toEqual([
      'cannot get 4',
      'no label for 13',
      'will not decode 22',
    ]);
  });

  it('finds the bad ones of getMany', async () => {
    const good = numbered(10);
    const get = (index: number): Uint8Array => {
      if (index === 7) throw new Error('7');
      return good[index]!;
    };
    const source = {
      length: 10,
      get,
      getMany: async (indices: readonly number[]) => indices.map(get),
    };
    const loader = new DataLoader(source, {
      decode: number,
      batchSize: 10,
      onBadSample: { action: 'skip' },
    });
    expect((await batchesOf(loader)).flat()).toEqual(range(10).filter((i) => i !== 7));
  });

  it.each(['skip', 'replace'] as const)(
    '%s ends when nothing can be decoded at all',
    async (action) => {
      const loader = new DataLoader(bytesOf(50, range(50)), {
        decode: number,
        batchSize: 10,
        onBadSample: { action, maxShare: 0.5 },
      });
      expect(await failure(loader)).toMatchObject({ code: 'LOADER_TOO_MANY_BAD_SAMPLES' });
    },
  );
});

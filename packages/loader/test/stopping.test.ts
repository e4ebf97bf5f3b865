import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DataLoader } from '../src/index.ts';
import { batchesOf, number, numbered } from './helpers.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const samples = numbered(1000);
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A source that counts what is got. */
function counted() {
  return {
    length: samples.length,
    got: 0,
    get(index: number): Uint8Array {
      this.got++;
      return samples[index]!;
    },
  };
}

describe('stopping', () => {
  it('stops the prefetch on break', async () => {
    const source = counted();
    const loader = new DataLoader(source, { decode: number, batchSize: 10, prefetchBatches: 3 });
    await batchesOf(loader, 2);
    const { got } = source;
    expect(got).toBeLessThanOrEqual(60); // two delivered, three ahead, one asked for
    await pause(20);
    expect(source.got).toBe(got);
  });

  it.each(['break', 'throw', 'return()'])(
    'ends with %s, and the next iteration works',
    async (how) => {
      const loader = new DataLoader(samples, { decode: number, batchSize: 10 });
      if (how === 'return()') {
        const iterator = loader[Symbol.asyncIterator]();
        await iterator.next();
        expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
        expect(await iterator.next().catch((error) => (error as Error).name)).toBe('AbortError');
      } else {
        const loop = async (): Promise<void> => {
          for await (const _ of loader) {
            if (how === 'throw') throw new Error('mine');
            break;
          }
        };
        await (how === 'throw' ? expect(loop()).rejects.toThrow('mine') : loop());
      }
      expect((await batchesOf(loader)).length).toBe(100);
    },
  );

  it('rejects with the reason of an abort, at once, also while a map never resolves', async () => {
    const abort = new AbortController();
    const loader = new DataLoader(samples, { decode: number, batchSize: 10, signal: abort.signal });
    const stuck = loader.map((batch) => (batch.data[0] === 20 ? new Promise<number>(() => {}) : 1));
    const seen: number[] = [];
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await expect(async () => {
      for await (const one of stuck) seen.push(one);
    }).rejects.toThrow('enough');
    expect(seen).toEqual([1, 1]);
    expect(() => loader[Symbol.asyncIterator]()).toThrow('enough');
  });

  it('can be broken out of while functions, get() or a sequential source never answer', async () => {
    const never = new Promise<never>(() => {});
    const stuckSource = {
      async *[Symbol.asyncIterator]() {
        yield* samples.slice(0, 30);
        await never;
      },
    };
    const stuckGet = { length: 30, get: (i: number) => (i < 20 ? samples[i]! : never) };
    const loaders = [
      new DataLoader(stuckSource, { decode: number, batchSize: 10 }),
      new DataLoader(stuckGet, { decode: number, batchSize: 10 }),
      new DataLoader(samples, {
        decode: (_, { index }) => (index < 20 ? index : never),
        batchSize: 10,
      }),
    ];
    for (const loader of loaders) {
      let batches = 0;
      for await (const _ of loader) {
        batches++;
        if (batches === 2) break;
      }
      expect(batches).toBe(2);
      await loader.close();
    }
  });

  it('passes on what a sequential source throws', async () => {
    const broken = {
      async *[Symbol.asyncIterator]() {
        yield* samples.slice(0, 25);
        throw new Error('the pipe broke');
      },
    };
    const loader = new DataLoader(broken, { decode: number, batchSize: 10 });
    await expect(batchesOf(loader)).rejects.toThrow('the pipe broke');
  });

  it('passes on what a map function throws, in its turn', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 10, prefetchBatches: 8 });
    const seen: number[] = [];
    const failing = loader.map((batch) => {
      if (batch.data[0] === 30) throw new RangeError('not this one');
      return batch.data[0]!;
    });
    await expect(async () => {
      for await (const first of failing) seen.push(first);
    }).rejects.toThrow('not this one');
    expect(seen).toEqual([0, 10, 20]);
    expect((await batchesOf(loader)).length).toBe(100);
  });

  it('ends an open iteration on close(), which can be called again', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 10 });
    const iterator = loader[Symbol.asyncIterator]();
    const { value } = await iterator.next();
    await loader.close();
    await loader[Symbol.asyncDispose]();
    expect(value?.data.length).toBe(0);
    await expect(iterator.next()).rejects.toThrow();
    expect(() => loader[Symbol.asyncIterator]()).toThrow(/closed/);
  });

  it('leaves nothing behind, ten thousand times', async () => {
    const abort = new AbortController(); // one signal for all: listeners would pile up
    const options = { decode: number, batchSize: 10, signal: abort.signal };
    const open = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        const loader = new DataLoader(samples, options);
        if (i % 3 === 0) continue; // never iterated
        const iterator = loader[Symbol.asyncIterator]();
        await iterator.next();
        if (i % 3 === 1) await iterator.return?.();
        // else dropped in the middle
      }
    };
    // Resident memory levels off at another height with each Node: what counts is that it does.
    // Finalisers run between turns of the event loop: some of both, then.
    const resident = async (): Promise<number> => {
      for (let i = 0; i < 10; i++) {
        collectGarbage();
        await pause(10);
      }
      return process.memoryUsage().rss;
    };
    await open(6_000);
    const before = await resident();
    await open(4_000);
    const grown = (await resident()) - before;
    for (let i = 0; i < 50 && getEventListeners(abort.signal, 'abort').length > 100; i++) {
      collectGarbage();
      await pause(10);
    }
    expect(getEventListeners(abort.signal, 'abort').length).toBeLessThan(100);
    expect(grown / 2 ** 20).toBeLessThan(32); // 8 KiB a loader
  }, 60_000);
});

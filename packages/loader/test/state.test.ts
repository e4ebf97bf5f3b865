import { isDareblopyError } from '@dareblopy/core';
import { describe, expect, it } from 'vitest';
import { DataLoader, type LoaderState, type Shard } from '../src/index.ts';
import { batchesOf, inOrder, number, numbered, range, sorted } from './helpers.ts';

const samples = numbered(103);
const json = (state: LoaderState): LoaderState => JSON.parse(JSON.stringify(state));

describe('state', () => {
  it.each([
    ['in order', samples, {}],
    ['shuffled', samples, { shuffle: { seed: 9 } }],
    ['sequential', inOrder(samples), {}],
    ['through a shuffle buffer', inOrder(samples), { shuffle: { seed: 9, buffer: 16 } }],
    ['on one of three ranks', samples, { shuffle: { seed: 9 }, shard: { index: 1, count: 3 } }],
  ] as const)('at every step, %s: what follows is the same', async (_, source, rest) => {
    const options = { decode: number, batchSize: 8, ...rest };
    const whole = await batchesOf(new DataLoader(source, options).epochs(2));
    const loader = new DataLoader(source, options);
    const states = [json(loader.state())];
    for await (const _batch of loader.epochs(2)) states.push(json(loader.state()));
    expect(states.length).toBe(whole.length + 1);
    for (const [step, state] of states.entries()) {
      expect(JSON.stringify(state).length).toBeLessThan(200);
      if (step === whole.length) break;
      const resumed = new DataLoader(source, { ...options, resumeFrom: state });
      const left = 2 - state.epoch;
      expect(await batchesOf(resumed.epochs(left))).toEqual(whole.slice(step));
    }
    expect(states.at(-1)).toMatchObject({ epoch: 2, position: 0 });
  });

  it('counts what was delivered, not what was made ahead', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 10, prefetchBatches: 5 });
    const iterator = loader[Symbol.asyncIterator]();
    await iterator.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(loader.state()).toMatchObject({ epoch: 0, position: 10 });
    await iterator.return?.();
    expect(loader.state()).toMatchObject({ epoch: 0, position: 10 });
    const resumed = new DataLoader(samples, {
      decode: number,
      batchSize: 10,
      resumeFrom: loader.state(),
    });
    expect((await batchesOf(resumed)).flat()).toEqual(range(103).slice(10));
    expect((await batchesOf(resumed)).flat()).toEqual(range(103));
  });

  it('is the same on every rank', async () => {
    const states = new Set<string>();
    for (let index = 0; index < 4; index++) {
      const shard = { index, count: 4 };
      const loader = new DataLoader(samples, {
        decode: number,
        batchSize: 5,
        shuffle: { seed: 1 },
        shard,
      });
      await batchesOf(loader, 3);
      states.add(JSON.stringify(loader.state()));
    }
    expect(states.size).toBe(1);
  });

  it.each([false, true])(
    'continues on 8, then 2, then 8 ranks: nothing twice, nothing lost (sequential: %s)',
    async (sequential) => {
      const all = numbered(1003);
      const source = sequential ? inOrder(all) : all;
      const shuffle = sequential ? { seed: 5, buffer: 64 } : { seed: 5 };
      const load = async (
        ranks: number,
        batchSize: number,
        steps: number,
        resumeFrom: LoaderState | undefined,
        uneven: Shard['uneven'] = 'keep',
      ): Promise<{ state: LoaderState; got: number[] }> => {
        const got: number[] = [];
        const states = new Set<string>();
        for (let index = 0; index < ranks; index++) {
          const shard = { index, count: ranks, ...(uneven === undefined ? {} : { uneven }) };
          const resume = resumeFrom === undefined ? {} : { resumeFrom };
          const loader = new DataLoader(source, {
            decode: number,
            batchSize,
            shuffle,
            shard,
            ...resume,
          });
          got.push(...(await batchesOf(loader, steps)).flat());
          states.add(JSON.stringify(loader.state()));
        }
        expect(states.size).toBe(1);
        return { state: JSON.parse([...states][0]!), got };
      };
      const first = await load(8, 4, 9, undefined);
      const second = await load(2, 16, 7, first.state);
      const third = await load(8, 8, Number.POSITIVE_INFINITY, second.state);
      expect(first.got.length).toBe(288);
      expect(second.got.length).toBe(224);
      expect(sorted([...first.got, ...second.got, ...third.got])).toEqual(range(1003));
      expect(third.state).toMatchObject({ epoch: 1, position: 0 });
      // 'pad': every rank gets as much, made up from the epoch's start.
      const padded = await load(8, 8, Number.POSITIVE_INFINITY, second.state, 'pad');
      expect(padded.got.length).toBe(496); // 491 left, in 62 rounds
      expect(new Set([...first.got, ...second.got, ...padded.got]).size).toBe(1003);
    },
  );

  it('is refused by a loader of something else, with what differs', () => {
    const fingerprinted = (fingerprint: string) => ({
      length: 3,
      get: (i: number) => samples[i]!,
      fingerprint,
    });
    const options = { decode: number, batchSize: 2 };
    const shuffled = { ...options, shuffle: { seed: 1 } };
    const cases = [
      [new DataLoader(samples, options).state(), numbered(104), options, /length 104.*length 103/],
      [
        new DataLoader(samples, shuffled).state(),
        samples,
        options,
        /seed 0, shuffle false.*seed 1, shuffle true/,
      ],
      [
        new DataLoader(fingerprinted('a'), options).state(),
        fingerprinted('b'),
        options,
        /fingerprint b.*fingerprint a/,
      ],
      [
        new DataLoader(fingerprinted('a'.repeat(99)), options).state(),
        fingerprinted('a'.repeat(98)),
        options,
        /fingerprint/,
      ],
    ] as const;
    for (const [state, source, rest, message] of cases) {
      let error: unknown;
      try {
        new DataLoader(source, { ...rest, resumeFrom: state });
      } catch (thrown) {
        error = thrown;
      }
      expect(isDareblopyError(error, 'LOADER_STATE_MISMATCH')).toBe(true);
      expect((error as Error).message).toMatch(message);
    }
  });
});

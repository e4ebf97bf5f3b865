import { describe, expect, it } from 'vitest';
import { DataLoader, mix } from '../src/index.ts';
import { batchesOf, number, numbered, range, sorted } from './helpers.ts';

const big = numbered(1000); // 0 .. 999
const small = numbered(1100).slice(1000); // 1000 .. 1099
const idOf = (sample: Uint8Array): number => new Uint32Array(sample.slice().buffer)[0]!;

describe('mix', () => {
  const parts = [
    { source: big, weight: 3 },
    { source: small, weight: 1 },
  ];

  it('has exactly the asked shares, and nothing twice where nothing has to be', () => {
    const mixture = mix(parts, { seed: 1 });
    expect(mixture.length).toBe(400); // the small one once, three times as many of the big one
    const ids = range(400).map((i) => idOf(mixture.get(i) as Uint8Array));
    expect(new Set(ids).size).toBe(400);
    expect(ids.filter((id) => id >= 1000).length).toBe(100);
    // Well mixed: every tenth of it has about a quarter of the small one.
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = ids.slice(tenth * 40, tenth * 40 + 40).filter((id) => id >= 1000).length;
      expect(count).toBeGreaterThan(1);
      expect(count).toBeLessThan(22);
    }
  });

  it("repeats smaller sources with 'all', each as evenly as can be", () => {
    const mixture = mix(parts, { stopping: 'all' });
    expect(mixture.length).toBe(1333);
    const ids = range(1333).map((i) => idOf(mixture.get(i) as Uint8Array));
    expect(sorted(ids.filter((id) => id < 1000))).toEqual(range(1000));
    const times = range(100).map((i) => ids.filter((id) => id === 1000 + i).length);
    expect(Math.min(...times)).toBe(3);
    expect(Math.max(...times)).toBe(4);
  });

  it('goes on in each source where the last epoch ended', async () => {
    const loader = new DataLoader(mix(parts, { seed: 2 }), { decode: number, batchSize: 50 });
    const epochs = [];
    for (let epoch = 0; epoch < 10; epoch++) epochs.push((await batchesOf(loader)).flat());
    const ofBig = epochs.flat().filter((id) => id < 1000);
    expect(ofBig.length).toBe(3000);
    const times = range(1000).map((id) => ofBig.filter((other) => other === id).length);
    expect(times).toEqual(new Array(1000).fill(3));
  });

  it('shuffles, shards and resumes like any source', async () => {
    const options = { decode: number, batchSize: 7, shuffle: { seed: 1 } };
    const whole = await batchesOf(new DataLoader(mix(parts), options).epochs(2));
    const loader = new DataLoader(mix(parts), options);
    let step = 0;
    for await (const _ of loader.epochs(2)) {
      step++;
      if (step % 20 !== 0) continue;
      const resumed = new DataLoader(mix(parts), { ...options, resumeFrom: loader.state() });
      expect(await batchesOf(resumed.epochs(2 - resumed.epoch))).toEqual(whole.slice(step));
    }
    expect(
      () => new DataLoader(mix(parts, { seed: 5 }), { ...options, resumeFrom: loader.state() }),
    ).toThrow(/fingerprint/);
  });

  it('refuses what cannot be mixed', () => {
    expect(() => mix([{ source: big, weight: 0 }])).toThrow(/weight/);
    expect(() => mix([{ source: [], weight: 1 }])).toThrow(/empty/);
    expect(() => mix(parts, { stopping: 'never' as never })).toThrow(/stopping/);
    expect(() => mix(parts).get(400)).toThrow(RangeError);
  });
});

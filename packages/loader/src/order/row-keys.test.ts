import { describe, expect, it } from 'vitest';
import { RowKeys } from './row-keys.ts';

describe('RowKeys', () => {
  const samples = Array.from({ length: 20_000 }, (_, i) => i);

  it('are never the same for two samples', () => {
    const keys = new RowKeys(1, 0).of([...samples, ...samples.map((i) => 2 ** 40 + i)]);
    expect(new Set(keys).size).toBe(40_000);
  });

  it('depend on seed, epoch and sample alone', () => {
    const [key] = new RowKeys(7, 3).of([5]);
    expect(new RowKeys(7, 3).of([1, 5, 9])[1]).toBe(key);
    for (const other of [new RowKeys(8, 3), new RowKeys(7, 4), new RowKeys(7 + 2 ** 32, 3)]) {
      expect(other.of([5])[0]).not.toBe(key);
    }
    expect(new RowKeys(7, 3).of([5 + 2 ** 32])[0]).not.toBe(key);
  });

  it('have every bit set half of the time, and flip half of the bits from one to the next', () => {
    const keys = new RowKeys(0, 0).of(samples);
    const ones = new Array<number>(64).fill(0);
    const flips = new Array<number>(64).fill(0);
    for (let i = 1; i < keys.length; i++) {
      for (let bit = 0; bit < 64; bit++) {
        const mask = 1n << BigInt(bit);
        if (keys[i]! & mask) ones[bit]!++;
        if ((keys[i]! ^ keys[i - 1]!) & mask) flips[bit]!++;
      }
    }
    // Five standard deviations of a fair coin thrown 20,000 times are 354.
    for (const count of [...ones, ...flips]) expect(Math.abs(count - 10_000)).toBeLessThan(354);
  });
});

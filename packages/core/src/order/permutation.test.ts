import { describe, expect, it } from 'vitest';
import { Permutation, TABLE_LENGTH } from './permutation.ts';

const all = (length: number, seed: number, epoch = 0): number[] => {
  const permutation = new Permutation(length, { seed, epoch });
  return Array.from({ length }, (_, i) => permutation.at(i));
};

/**
 * Pearson's statistic, in standard deviations above what chance gives: below 5 but for one in a
 * million. `shares`: how probable each bin is; default: all the same.
 */
function chiSquaredZ(
  counts: ArrayLike<number>,
  shares: readonly number[] = Array.from(counts, () => 1),
): number {
  const bins = Array.from(counts);
  const scale = sum(bins) / sum(shares);
  const used = bins.map((_, i) => i).filter((i) => shares[i]! > 0);
  const statistic = sum(
    used.map((i) => (bins[i]! - shares[i]! * scale) ** 2 / (shares[i]! * scale)),
  );
  const freedom = used.length - 1;
  return (statistic - freedom) / Math.sqrt(2 * freedom);
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

describe('Permutation', () => {
  it.each([0, 1, 2, 3, 10, TABLE_LENGTH, TABLE_LENGTH + 1, 2047, 2048, 2049, 4096, 5000, 65_537])(
    'of %i visits everything once',
    (length) => {
      for (const seed of [0, 1, 2 ** 53 - 1]) {
        const seen = new Uint8Array(length);
        for (const index of all(length, seed)) seen[index]!++;
        expect(seen.every((count) => count === 1)).toBe(true);
      }
    },
  );

  it.each([1e9, 2 ** 32, 2 ** 32 + 1, 2 ** 40 + 7, 2 ** 53 - 1])(
    'of %d stays inside and is injective where looked at',
    (length) => {
      const permutation = new Permutation(length, { seed: 5 });
      const images = new Set<number>();
      for (let i = 0; i < 20_000; i++) {
        for (const index of [i, length - 1 - i]) images.add(permutation.at(index));
      }
      const outside = [...images].filter((i) => !(Number.isInteger(i) && i >= 0 && i < length));
      expect(outside).toEqual([]);
      expect(images.size).toBe(40_000);
    },
  );

  it('is another one for another seed or epoch', () => {
    for (const length of [100, 10_000]) {
      const orders = [all(length, 1), all(length, 2), all(length, 1, 1), all(length, 2 ** 32 + 1)];
      for (const [i, one] of orders.entries()) {
        for (const other of orders.slice(i + 1)) {
          const agreeing = one.filter((value, position) => value === other[position]).length;
          expect(agreeing).toBeLessThan(10);
        }
      }
    }
  });

  it('gives all permutations of three to six items equally often', () => {
    for (const length of [3, 4, 5, 6]) {
      const counts = new Map<string, number>();
      let factorial = 1;
      for (let i = 2; i <= length; i++) factorial *= i;
      for (let seed = 0; seed < factorial * 100; seed++) {
        const order = all(length, seed).join();
        counts.set(order, (counts.get(order) ?? 0) + 1);
      }
      expect(counts.size).toBe(factorial);
      expect(chiSquaredZ([...counts.values()])).toBeLessThan(5);
    }
  });

  // Above TABLE_LENGTH too: 1025 and 2049 are the smallest networks and walk the most, 4096 never walks.
  it.each([8, 50, 1025, 2049, 4096])(
    'of %i leads every position anywhere equally often',
    (length) => {
      const trials = 40_000;
      const cells = 8;
      const places = new Uint32Array(cells * cells); // position's part of the range x image's part
      const steps = new Uint32Array(cells); // distance between the images of neighbours
      for (let seed = 0; seed < trials; seed++) {
        const permutation = new Permutation(length, { seed: seed >>> 1, epoch: seed & 1 });
        const position = seed % length;
        const image = permutation.at(position);
        const next = permutation.at((position + 1) % length);
        places[Math.floor((position * cells) / length) * cells + (image % cells)]!++;
        steps[((next - image + length) % length) % cells]!++;
      }
      for (let part = 0; part < cells; part++) {
        const row = places.slice(part * cells, (part + 1) * cells);
        expect(chiSquaredZ(row, residues(length, cells))).toBeLessThan(5);
      }
      expect(chiSquaredZ(steps, residues(length, cells, 1))).toBeLessThan(5);
    },
  );

  it('refuses what is no length or no seed', () => {
    expect(() => new Permutation(-1, { seed: 0 })).toThrow(RangeError);
    expect(() => new Permutation(1.5, { seed: 0 })).toThrow(RangeError);
    expect(() => new Permutation(10, { seed: -1 })).toThrow(/seed/);
    expect(() => new Permutation(10, { seed: 2 ** 53 })).toThrow(/seed/);
  });
});

/** How many of from .. length - 1 leave each residue. */
function residues(length: number, cells: number, from = 0): number[] {
  const counts = new Array<number>(cells).fill(0);
  for (let i = from; i < length; i++) counts[i % cells]!++;
  return counts;
}

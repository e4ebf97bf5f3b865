import { Permutation } from '../order/permutation.ts';
import { STREAM } from '../order/random.ts';
import type { RandomAccess } from '../source/random-access.ts';
import { asRandomAccess, type Collection, IndexedView } from './view.ts';

/** How `split` chooses. */
export interface SplitOptions {
  /** Which random split; an integer from 0 to 2^53 - 1. Left out: the collection is cut in order. */
  seed?: number;
}

/**
 * Cuts a collection into disjoint parts that together hold every item once: `split(photos, [0.9, 0.1],
 * { seed: 1 })` is a training and a validation set. The same seed gives the same split, always.
 *
 * @param fractions shares of the parts; they need not sum to 1, but not more than that.
 *   Boundaries are rounded, so that the parts of shares that sum to 1 leave nothing out.
 */
export function split<T, const F extends readonly number[]>(
  source: Collection<T>,
  fractions: F,
  { seed }: SplitOptions = {},
): { -readonly [K in keyof F]: RandomAccess<T> } {
  const base = asRandomAccess(source);
  const bounds = boundaries(fractions, base.length);
  const permutation =
    seed === undefined ? undefined : new Permutation(base.length, { seed, stream: STREAM.split });
  const parts = fractions.map((_, part) => {
    const start = bounds[part]!;
    return new IndexedView(
      base,
      bounds[part + 1]! - start,
      permutation ? (i) => permutation.at(start + i) : (i) => start + i,
      `split:${seed ?? ''}:${start}:${bounds[part + 1]}`,
    );
  });
  return parts as { -readonly [K in keyof F]: RandomAccess<T> };
}

function boundaries(fractions: readonly number[], length: number): number[] {
  const bounds = [0];
  let share = 0;
  for (const fraction of fractions) {
    if (!(fraction >= 0)) {
      throw new RangeError(`Expected fractions of at least 0 but received ${fraction}`);
    }
    share += fraction;
    bounds.push(Math.round(share * length));
  }
  // 0.7 + 0.2 + 0.1 is a little less than 1, other sums are a little more.
  if (share > 1 + 1e-9) {
    throw new RangeError(`Expected fractions that sum to at most 1 but received ${share}`);
  }
  return bounds.map((bound) => Math.min(bound, length));
}

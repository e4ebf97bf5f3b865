import type { RandomAccess } from '../source/random-access.ts';
import { checkIndex } from '../source/random-access.ts';
import { asRandomAccess, type Collection, IndexedView } from './view.ts';

/**
 * The items at `indices`, in that order; an index may come several times.
 *
 * @throws RangeError when an index is outside the collection.
 */
export function select<T>(
  source: Collection<T>,
  indices: readonly number[] | Uint32Array | Int32Array,
): RandomAccess<T> {
  const base = asRandomAccess(source);
  for (const index of indices) checkIndex(index, base.length);
  const picked = Array.isArray(indices) ? Float64Array.from(indices) : indices.slice();
  return new IndexedView(base, picked.length, (i) => picked[i]!, `select:${hash(picked)}`);
}

/** FNV-1a over the indices: two selections of one collection should not pass for each other. */
function hash(indices: ArrayLike<number>): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < indices.length; i++) {
    h = Math.imul(h ^ indices[i]!, 0x01000193);
    h = Math.imul(h ^ Math.floor(indices[i]! / 2 ** 32), 0x01000193);
  }
  return (h >>> 0).toString(16);
}

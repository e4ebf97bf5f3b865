import type { RandomAccess } from '../source/random-access.ts';
import { checkCount } from './count.ts';
import { asRandomAccess, type Collection, IndexedView } from './view.ts';

/** The first `count` items, or all where there are fewer. */
export function take<T>(source: Collection<T>, count: number): RandomAccess<T> {
  checkCount(count, 'count');
  const base = asRandomAccess(source);
  const length = Math.min(count, base.length);
  return new IndexedView(base, length, (i) => i, `take:${length}`);
}

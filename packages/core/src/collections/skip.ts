import type { RandomAccess } from '../source/random-access.ts';
import { checkCount } from './count.ts';
import { asRandomAccess, type Collection, IndexedView } from './view.ts';

/** All but the first `count` items. */
export function skip<T>(source: Collection<T>, count: number): RandomAccess<T> {
  checkCount(count, 'count');
  const base = asRandomAccess(source);
  const first = Math.min(count, base.length);
  return new IndexedView(base, base.length - first, (i) => first + i, `skip:${first}`);
}

import type { RandomAccess } from '../source/random-access.ts';
import { checkCount } from './count.ts';
import { asRandomAccess, type Collection, IndexedView } from './view.ts';

/**
 * The collection `times` times over, as one that is `times` as long. A loader draws other random
 * crops and flips for every repetition, as each has an index of its own.
 */
export function repeat<T>(source: Collection<T>, times: number): RandomAccess<T> {
  checkCount(times, 'times');
  const base = asRandomAccess(source);
  const length = base.length * times;
  checkCount(length, 'length * times');
  return new IndexedView(base, length, (i) => i % base.length, `repeat:${times}`);
}

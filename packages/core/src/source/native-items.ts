import type { NativeItems } from '@dareblopy/native';
import { smallFloat64Array } from '../array/small-arrays.ts';
import { closeTemporary } from './items.ts';
import type { RandomAccess } from './random-access.ts';

/** The member by which a collection hands over the native side of many items at once. */
export const nativeItems: unique symbol = Symbol.for('dareblopy.sources') as never;

/** A collection whose items need no handle each to be read: a batch of them crosses as numbers. */
export interface NativeItemsSource {
  /** The items at `indices`, as `get` would give them; undefined where some have no native side. */
  [nativeItems](indices: Float64Array): NativeItems | undefined;
}

/** The native side of a collection's items; undefined where it has none, or where some of them have none. */
export function nativeItemsOf(
  collection: RandomAccess<unknown>,
  indices: Float64Array,
): NativeItems | undefined {
  return (collection as Partial<NativeItemsSource>)[nativeItems]?.(indices);
}

/** The same of several collections: row i is item `places[i]` of the collection `parts[partOf[i]]`. */
export function nativeItemsOfParts(
  parts: readonly RandomAccess<unknown>[],
  partOf: ArrayLike<number>,
  places: Float64Array,
): NativeItems | undefined {
  const rowsOf: number[][] = parts.map(() => []);
  for (let row = 0; row < places.length; row++) rowsOf[partOf[row]!]!.push(row);
  const refs = smallFloat64Array(4 * places.length);
  const sets: NativeItems['sets'][number][] = [];
  const temporary: NativeItems['sets'][number][] = [];
  for (const [k, rows] of rowsOf.entries()) {
    if (rows.length === 0) continue;
    const inPart = smallFloat64Array(rows.length);
    for (const [i, row] of rows.entries()) inPart[i] = places[row]!;
    const items = nativeItemsOf(parts[k]!, inPart);
    if (!items) {
      closeTemporary({ sets, temporary });
      return undefined;
    }
    for (const [i, row] of rows.entries()) putRef(refs, 4 * row, items, i, sets.length);
    sets.push(...items.sets);
    temporary.push(...(items.temporary ?? []));
  }
  return { sets, refs, temporary };
}

/** Item `i` of `items` as four numbers at `refs[at]`; its sets come after `firstSet` others. */
function putRef(
  refs: Float64Array,
  at: number,
  items: NativeItems,
  i: number,
  firstSet: number,
): void {
  const own = items.refs;
  refs[at] = firstSet + (own ? own[4 * i]! : 0);
  refs[at + 1] = own ? own[4 * i + 1]! : (items.indices?.[i] ?? i);
  refs[at + 2] = own ? own[4 * i + 2]! : 0;
  refs[at + 3] = own ? own[4 * i + 3]! : -1;
}

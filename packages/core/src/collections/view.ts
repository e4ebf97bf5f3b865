import type { NativeItems } from '@dareblopy/native';
import { smallFloat64Array } from '../array/small-arrays.ts';
import { itemsInMemory } from '../source/items.ts';
import { type NativeItemsSource, nativeItems, nativeItemsOf } from '../source/native-items.ts';
import type { RandomAccess } from '../source/random-access.ts';
import { checkIndex } from '../source/random-access.ts';

/** What a collection is made from: anything with `length` and `get`, or an array. */
export type Collection<T> = RandomAccess<T> | readonly T[];

/** An array as a RandomAccess; a RandomAccess is answered as it is. */
export function asRandomAccess<T>(collection: Collection<T>): RandomAccess<T> {
  if (Array.isArray(collection)) return new ArrayAccess(collection as readonly T[]);
  const access = collection as RandomAccess<T>;
  if (typeof access?.get !== 'function' || typeof access.length !== 'number') {
    throw new TypeError(
      `Expected an array or an object with length and get() but received ${typeof collection}`,
    );
  }
  return access;
}

class ArrayAccess<T> implements RandomAccess<T>, NativeItemsSource {
  readonly #items: readonly T[];
  constructor(items: readonly T[]) {
    this.#items = items;
  }
  get length(): number {
    return this.#items.length;
  }
  get(index: number): T {
    checkIndex(index, this.#items.length);
    return this.#items[index]!;
  }
  [nativeItems](indices: Float64Array): NativeItems | undefined {
    const views = new Array<ArrayBufferView>(indices.length);
    for (let row = 0; row < indices.length; row++) {
      const item = this.#items[indices[row]!];
      if (!ArrayBuffer.isView(item)) return undefined;
      views[row] = item;
    }
    return itemsInMemory(views);
  }
}

/**
 * Items of another collection under other indices: what `select`, `take`, `skip`, `split` and `repeat`
 * answer. Holds no items and copies none.
 */
export class IndexedView<T> implements RandomAccess<T>, NativeItemsSource {
  readonly length: number;
  readonly fingerprint?: string;
  readonly #base: RandomAccess<T>;
  readonly #indexOf: (index: number) => number;

  /** `indexOf` maps 0 .. length - 1 to indices of `base`; `name` tells views of one base apart. */
  constructor(
    base: RandomAccess<T>,
    length: number,
    indexOf: (index: number) => number,
    name: string,
  ) {
    this.length = length;
    this.#base = base;
    this.#indexOf = indexOf;
    if (base.fingerprint !== undefined) this.fingerprint = `${name}(${base.fingerprint})`;
  }

  get(index: number): T | Promise<T> {
    checkIndex(index, this.length);
    return this.#base.get(this.#indexOf(index));
  }

  [nativeItems](indices: Float64Array): NativeItems | undefined {
    const mapped = smallFloat64Array(indices.length);
    for (let row = 0; row < indices.length; row++) mapped[row] = this.#indexOf(indices[row]!);
    return nativeItemsOf(this.#base, mapped);
  }

  getMany(indices: readonly number[]): Promise<readonly T[]> {
    const mapped = indices.map((index) => {
      checkIndex(index, this.length);
      return this.#indexOf(index);
    });
    return getMany(this.#base, mapped);
  }
}

/** `getMany` of the collection, or `get` for each where it has none. */
export async function getMany<T>(
  collection: RandomAccess<T>,
  indices: readonly number[],
): Promise<readonly T[]> {
  if (collection.getMany) return collection.getMany(indices);
  return Promise.all(indices.map((index) => collection.get(index)));
}

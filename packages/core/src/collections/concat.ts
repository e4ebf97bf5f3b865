import type { NativeItems } from '@dareblopy/native';
import { smallFloat64Array } from '../array/small-arrays.ts';
import { type NativeItemsSource, nativeItems, nativeItemsOfParts } from '../source/native-items.ts';
import type { RandomAccess } from '../source/random-access.ts';
import { checkIndex } from '../source/random-access.ts';
import { asRandomAccess, type Collection, getMany } from './view.ts';

/** Several collections one after the other, as one. */
export function concat<T>(...sources: readonly Collection<T>[]): RandomAccess<T> {
  return new Concatenation(sources.map((source) => asRandomAccess(source)));
}

class Concatenation<T> implements RandomAccess<T>, NativeItemsSource {
  readonly length: number;
  readonly fingerprint?: string;
  readonly #parts: readonly RandomAccess<T>[];
  readonly #starts: readonly number[];

  constructor(parts: readonly RandomAccess<T>[]) {
    this.#parts = parts;
    const starts: number[] = [];
    let length = 0;
    for (const part of parts) {
      starts.push(length);
      length += part.length;
    }
    this.#starts = starts;
    this.length = length;
    if (parts.length > 0 && parts.every((part) => part.fingerprint !== undefined)) {
      this.fingerprint = `concat(${parts.map((part) => part.fingerprint).join()})`;
    }
  }

  get(index: number): T | Promise<T> {
    const part = this.#partOf(index);
    return this.#parts[part]!.get(index - this.#starts[part]!);
  }

  [nativeItems](indices: Float64Array): NativeItems | undefined {
    const partOf = new Array<number>(indices.length);
    const places = smallFloat64Array(indices.length);
    for (let row = 0; row < indices.length; row++) {
      const part = this.#partOf(indices[row]!);
      partOf[row] = part;
      places[row] = indices[row]! - this.#starts[part]!;
    }
    return nativeItemsOfParts(this.#parts, partOf, places);
  }

  async getMany(indices: readonly number[]): Promise<readonly T[]> {
    const places = indices.map((index) => this.#partOf(index));
    const items = new Array<T>(indices.length);
    await Promise.all(
      [...new Set(places)].map(async (part) => {
        const rows = places.flatMap((place, row) => (place === part ? [row] : []));
        const start = this.#starts[part]!;
        const got = await getMany(
          this.#parts[part]!,
          rows.map((row) => indices[row]! - start),
        );
        rows.forEach((row, i) => {
          items[row] = got[i]!;
        });
      }),
    );
    return items;
  }

  /** The last part that starts at or before `index`: empty parts are passed over. */
  #partOf(index: number): number {
    checkIndex(index, this.length);
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}

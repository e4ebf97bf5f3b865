import type { RandomAccess } from '../source/random-access.ts';
import { checkIndex } from '../source/random-access.ts';
import { asRandomAccess, type Collection, getMany } from './view.ts';

/** The item type of a collection. */
export type ItemOf<C> = C extends readonly (infer T)[]
  ? T
  : C extends RandomAccess<infer T>
    ? T
    : never;

/**
 * Collections of the same length side by side: item i is an object with item i of each.
 * `zipSources({ image: images, mask: masks, row: rows })`; arrays are fine.
 *
 * @throws RangeError when the lengths differ.
 */
// biome-ignore lint/suspicious/noExplicitAny: any collection, whatever its items
export function zipSources<S extends Record<string, Collection<any>>>(
  sources: S,
): RandomAccess<{ [K in keyof S]: ItemOf<S[K]> }> {
  const names = Object.keys(sources);
  const parts = names.map((name) => asRandomAccess(sources[name]!));
  const lengths = new Set(parts.map((part) => part.length));
  if (lengths.size !== 1) {
    const told = names.map((name, i) => `${name}: ${parts[i]!.length}`).join(', ');
    throw new RangeError(`Expected sources of the same length but received { ${told} }`);
  }
  return new Zipped(names, parts) as RandomAccess<{ [K in keyof S]: ItemOf<S[K]> }>;
}

class Zipped implements RandomAccess<Record<string, unknown>> {
  readonly length: number;
  readonly fingerprint?: string;
  readonly #names: readonly string[];
  readonly #parts: readonly RandomAccess<unknown>[];

  constructor(names: readonly string[], parts: readonly RandomAccess<unknown>[]) {
    this.#names = names;
    this.#parts = parts;
    this.length = parts[0]!.length;
    // Arrays have no fingerprint; what the others are still tells most changes.
    const known = parts.flatMap((part) => part.fingerprint ?? []);
    if (known.length > 0) this.fingerprint = `zip(${known.join()})`;
  }

  get(index: number): Record<string, unknown> | Promise<Record<string, unknown>> {
    checkIndex(index, this.length);
    const values = this.#parts.map((part) => part.get(index));
    return values.some(isPromise)
      ? Promise.all(values).then((got) => this.#join(got))
      : this.#join(values);
  }

  async getMany(indices: readonly number[]): Promise<readonly Record<string, unknown>[]> {
    const columns = await Promise.all(this.#parts.map((part) => getMany(part, indices)));
    return indices.map((_, row) => this.#join(columns.map((column) => column[row])));
  }

  #join(values: readonly unknown[]): Record<string, unknown> {
    return Object.fromEntries(this.#names.map((name, i) => [name, values[i]]));
  }
}

function isPromise(value: unknown): boolean {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
}

import type { Collection, RandomAccess } from '@dareblopy/core';
import {
  asRandomAccess,
  checkIndex,
  type NativeItemsSource,
  nativeItems,
} from '@dareblopy/core/extend';
import {
  checkSeed,
  nativeItemsOfParts,
  Permutation,
  STREAM,
  smallFloat64Array,
} from '@dareblopy/core/internal';
import type { NativeItems } from '@dareblopy/native';
import type { EpochAware } from './order/epoch-aware.ts';

/** One ingredient of a mixture. */
export interface MixPart<T> {
  source: Collection<T>;
  /** Its share of the mixture, relative to the other weights; above 0. */
  weight: number;
}

/** How `mix` mixes. */
export interface MixOptions {
  /** An integer from 0 to 2^53 - 1; default 0. */
  seed?: number;
  /**
   * How long one epoch of the mixture is: 'first' (default) ends it where the first source is used up
   * and takes only a part of the others, another part each epoch; 'all' goes on until every source was
   * used up, and repeats the smaller ones.
   */
  stopping?: 'first' | 'all';
}

/**
 * A weighted mixture of collections, as one: sources in a random order with exactly the asked shares,
 * the items of each in an order of their own. Random access, so that a loader can shuffle, shard and
 * resume it; in a loader every epoch continues in each source where the last one ended.
 */
export function mix<T>(
  parts: readonly MixPart<T>[],
  { seed = 0, stopping = 'first' }: MixOptions = {},
): RandomAccess<T> & EpochAware<T> {
  checkSeed(seed);
  if (stopping !== 'first' && stopping !== 'all') {
    throw new TypeError(`Expected 'first' or 'all' for stopping but received ${stopping}`);
  }
  for (const { weight } of parts) {
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`Expected a weight above 0 but received ${weight}`);
    }
  }
  const sources = parts.map((part) => asRandomAccess(part.source));
  const counts = shares(
    sources,
    parts.map((part) => part.weight),
    stopping,
  );
  return new Mixture(sources, counts, seed, 0);
}

/** Items that an epoch takes from each source. */
function shares(
  sources: readonly RandomAccess<unknown>[],
  weights: readonly number[],
  stopping: 'first' | 'all',
): number[] {
  if (sources.some((source) => source.length === 0)) {
    throw new RangeError('Expected sources with items to mix but one is empty');
  }
  const rounds = sources.map((source, k) => source.length / weights[k]!);
  const extreme = stopping === 'first' ? Math.min(...rounds) : Math.max(...rounds);
  return sources.map((source, k) => {
    if (rounds[k] === extreme) return source.length;
    const count = Math.max(1, Math.round(extreme * weights[k]!));
    return stopping === 'first' ? Math.min(count, source.length) : Math.max(count, source.length);
  });
}

class Mixture<T> implements RandomAccess<T>, NativeItemsSource, EpochAware<T> {
  readonly length: number;
  readonly fingerprint?: string;
  readonly #sources: readonly RandomAccess<T>[];
  readonly #counts: readonly number[];
  readonly #seed: number;
  readonly #epoch: number;
  readonly #turns: Permutation;
  // The pass over each source that was last looked into: a shuffled mixture hardly ever leaves two.
  readonly #passes: Map<number, Permutation>[];

  constructor(
    sources: readonly RandomAccess<T>[],
    counts: readonly number[],
    seed: number,
    epoch: number,
  ) {
    this.#sources = sources;
    this.#counts = counts;
    this.#seed = seed;
    this.#epoch = epoch;
    this.length = counts.reduce((sum, count) => sum + count, 0);
    this.#turns = new Permutation(this.length, { seed, epoch, stream: STREAM.mix });
    this.#passes = sources.map(() => new Map());
    const known = sources.flatMap((source) => source.fingerprint ?? []);
    this.fingerprint = `mix:${seed}:${counts.join()}(${known.join()})`;
  }

  get(index: number): T | Promise<T> {
    checkIndex(index, this.length);
    const { part, place } = this.#locate(index);
    return this.#sources[part]!.get(place);
  }

  [nativeItems](indices: Float64Array): NativeItems | undefined {
    const partOf = new Array<number>(indices.length);
    const places = smallFloat64Array(indices.length);
    for (let row = 0; row < indices.length; row++) {
      const { part, place } = this.#locate(indices[row]!);
      partOf[row] = part;
      places[row] = place;
    }
    return nativeItemsOfParts(this.#sources, partOf, places);
  }

  /** The source that item `index` is of, and its index there. */
  #locate(index: number): { part: number; place: number } {
    // A place in the row of all items, source after source.
    let place = this.#turns.at(index);
    let k = 0;
    while (place >= this.#counts[k]!) place -= this.#counts[k++]!;
    const source = this.#sources[k]!;
    // Items of this source since epoch 0, and with that its pass and the place in it.
    const taken = this.#epoch * this.#counts[k]! + place;
    const pass = Math.floor(taken / source.length);
    return { part: k, place: this.#permutation(k, pass).at(taken - pass * source.length) };
  }

  forEpoch(epoch: number): RandomAccess<T> {
    return epoch === this.#epoch
      ? this
      : new Mixture(this.#sources, this.#counts, this.#seed, epoch);
  }

  #permutation(k: number, pass: number): Permutation {
    const passes = this.#passes[k]!;
    let permutation = passes.get(pass);
    if (!permutation) {
      if (passes.size >= 4) passes.clear();
      permutation = new Permutation(this.#sources[k]!.length, {
        seed: this.#seed,
        epoch: pass,
        stream: STREAM.mixParts + k,
      });
      passes.set(pass, permutation);
    }
    return permutation;
  }
}

import type { RandomAccess } from '@dareblopy/core';
import { Permutation, STREAM } from '@dareblopy/core/internal';
import { itemsOfEpoch } from '../order/epoch-aware.ts';
import { RowKeys } from '../order/row-keys.ts';

/** What batches of one epoch share. */
export class EpochContext<S> {
  readonly epoch: number;
  /** The source as it is in this epoch; undefined where it is read in order. */
  readonly items: RandomAccess<S> | undefined;
  readonly keys: RowKeys;
  readonly #seed: number;
  #replacements: Permutation | undefined;

  constructor(source: RandomAccess<S> | undefined, epoch: number, seed: number, rowSeed: number) {
    this.epoch = epoch;
    this.items = source && itemsOfEpoch(source, epoch);
    this.keys = new RowKeys(rowSeed, epoch);
    this.#seed = seed;
  }

  /** The sample that replaces a bad one at `position`; each further attempt gives another. */
  replacement(position: number, attempt: number): number {
    const { length } = this.items!;
    this.#replacements ??= new Permutation(length, {
      seed: this.#seed,
      epoch: this.epoch,
      stream: STREAM.replacement,
    });
    return this.#replacements.at((position + attempt) % length);
  }
}

import { Permutation, smallFloat64Array } from '@dareblopy/core/internal';
import { BlockOrder } from '../order/block-order.ts';
import { EpochPlan } from '../order/epoch-plan.ts';
import type { BatchPlan, Feed, FeedOptions, FeedStart } from './feed.ts';

/** Where positions of an epoch lead. */
type Order = Pick<Permutation, 'at'> | BlockOrder;

/** Batches of a source whose samples can be had in any order: index arithmetic, nothing is read. */
export class RandomAccessFeed<S> implements Feed<S> {
  readonly #length: number;
  readonly #options: FeedOptions;
  readonly #endEpoch: number;
  #epoch: number;
  #batch = 0;
  #plan: EpochPlan;
  #order: Order | undefined;
  #closed = false;

  constructor(length: number, options: FeedOptions, start: FeedStart) {
    this.#length = length;
    this.#options = options;
    this.#epoch = start.epoch;
    this.#endEpoch = start.epoch + start.epochs;
    this.#plan = this.#planFrom(start.position);
    this.#order = this.#orderOf(start.epoch);
  }

  next(): BatchPlan<S> | undefined {
    while (this.#batch >= this.#plan.batches) {
      if (this.#closed || this.#epoch + 1 >= this.#endEpoch) return undefined;
      this.#epoch++;
      this.#batch = 0;
      this.#plan = this.#planFrom(0);
      this.#order = this.#orderOf(this.#epoch);
      if (this.#plan.batches === 0) return undefined; // and no later epoch has any
    }
    if (this.#closed) return undefined;
    const batch = this.#batch++;
    const positions = this.#plan.positions(batch);
    return {
      epoch: this.#epoch,
      batch,
      positions,
      indices: this.#order ? indicesAt(positions, this.#order) : positions,
      consumed: this.#plan.consumed(batch + 1),
      batches: this.#plan.batches,
      last: batch + 1 === this.#plan.batches,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #planFrom(position: number): EpochPlan {
    const { batchSize, shard, dropLast } = this.#options;
    return new EpochPlan(this.#length, position, batchSize, shard, dropLast);
  }

  #orderOf(epoch: number): Order | undefined {
    const { seed, shuffle } = this.#options;
    if (typeof shuffle === 'object') return new BlockOrder(this.#length, shuffle, seed, epoch);
    return shuffle ? new Permutation(this.#length, { seed, epoch }) : undefined;
  }
}

function indicesAt(positions: Float64Array, order: Order): Float64Array {
  const indices = smallFloat64Array(positions.length);
  for (let row = 0; row < positions.length; row++) indices[row] = order.at(positions[row]!);
  return indices;
}

// Which positions of the epoch's order are in which batch of which rank. Positions are assigned to ranks
// round-robin: rank r gets start + r, start + r + count, ... So a step of all ranks consumes
// batchSize * count consecutive positions. Progress is one integer, the same on every rank: the `start`
// of what comes next, with any other number of ranks or batch size.
import { smallFloat64Array } from '@dareblopy/core/internal';
import type { FullShard } from './shard.ts';

/** One rank's part of what is left of an epoch. */
export class EpochPlan {
  /** Samples that this rank gets. */
  readonly samples: number;
  /** Batches that this rank gets. */
  readonly batches: number;
  readonly #length: number;
  readonly #start: number;
  readonly #batchSize: number;
  readonly #shard: FullShard;

  /**
   * @param length samples of the epoch, over all ranks
   * @param start positions that were consumed before, by all ranks together
   */
  constructor(
    length: number,
    start: number,
    batchSize: number,
    shard: FullShard,
    dropLast: boolean,
  ) {
    this.#length = length;
    this.#start = start;
    this.#batchSize = batchSize;
    this.#shard = shard;
    this.samples = share(Math.max(0, length - start), shard);
    this.batches = dropLast
      ? Math.floor(this.samples / batchSize)
      : Math.ceil(this.samples / batchSize);
  }

  /** Rows of batch `batch`. */
  rows(batch: number): number {
    return Math.min(this.#batchSize, this.samples - batch * this.#batchSize);
  }

  /** Positions of the epoch's order that batch `batch` holds, in the order of its rows. */
  positions(batch: number): Float64Array {
    const { index, count } = this.#shard;
    const positions = smallFloat64Array(this.rows(batch));
    let position = this.#start + batch * this.#batchSize * count + index;
    for (let row = 0; row < positions.length; row++, position += count) {
      positions[row] = position < this.#length ? position : position % this.#length; // 'pad' wraps
    }
    return positions;
  }

  /** Positions that all ranks together have consumed once each has delivered `batches` batches. */
  consumed(batches: number): number {
    return Math.min(this.#length, this.#start + batches * this.#batchSize * this.#shard.count);
  }
}

/** Samples of one rank when `left` are assigned. */
export function share(left: number, { index, count, uneven }: FullShard): number {
  if (uneven === 'pad') return Math.ceil(left / count);
  if (uneven === 'drop') return Math.floor(left / count);
  return Math.max(0, Math.ceil((left - index) / count));
}

// What a run decodes next: the feeds decide order, dealing to ranks and epochs; nothing here decodes.
import type { BlockShuffle } from '../order/block-order.ts';
import type { FullShard } from '../order/shard.ts';

/** One batch to make. */
export interface BatchPlan<S> {
  readonly epoch: number;
  /** Number of the batch among those of this rank and epoch, counted from where the run began it. */
  readonly batch: number;
  /** Positions in the epoch's order, one a row. */
  readonly positions: Float64Array;
  /** Indices in the source, one a row. */
  readonly indices: Float64Array;
  /** The samples, where the feed had to read them to know the order. */
  readonly samples?: readonly S[];
  /** Positions that all ranks have consumed once they have this batch. */
  readonly consumed: number;
  /** Batches of this epoch, where known, of this rank and from where the run began it. */
  readonly batches: number | undefined;
  /** Whether it is the epoch's last for this rank. */
  readonly last: boolean;
}

/** The batches of one run, in order. */
export interface Feed<S> {
  /** The next batch; undefined at the end, then and ever after. Calls may overlap. */
  next(): BatchPlan<S> | undefined | Promise<BatchPlan<S> | undefined>;
  /** Stops reading the source. */
  close(): Promise<void>;
}

/** Where a run begins and how many epochs it has. */
export interface FeedStart {
  epoch: number;
  position: number;
  epochs: number;
}

/** What of the loader's options a feed needs. */
export interface FeedOptions {
  readonly seed: number;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly shard: FullShard;
  /** False: in order; true: a permutation; a number: a buffer of that many samples. */
  readonly shuffle: boolean | number | BlockShuffle;
}

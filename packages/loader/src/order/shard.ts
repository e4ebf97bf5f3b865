/** What becomes of samples that do not divide by the number of ranks. */
export type Uneven = 'pad' | 'drop' | 'keep';

/** Which part of the samples this process loads. */
export interface Shard {
  /** This rank: 0 .. count - 1. */
  index: number;
  /** How many ranks share the samples. */
  count: number;
  /**
   * - 'pad' (default): the last samples are made up from the first of the epoch, so that every rank
   *   gets as many samples and batches as any other;
   * - 'drop': the last samples are left out, to the same end;
   * - 'keep': every sample exactly once, for evaluation; some ranks get one more than others.
   */
  uneven?: Uneven;
}

/** A shard whose every field is set and checked. */
export type FullShard = Required<Shard>;

const POLICIES: readonly string[] = ['pad', 'drop', 'keep'] satisfies Uneven[];

/** Checks the option; left out, one rank loads everything. */
export function fullShard(shard: Shard = { index: 0, count: 1 }): FullShard {
  const { index, count, uneven = 'pad' } = shard;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`Expected an integer of at least 1 for shard.count but received ${count}`);
  }
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(
      `Expected an integer from 0 to ${count - 1} for shard.index but received ${index}`,
    );
  }
  if (!POLICIES.includes(uneven)) {
    throw new TypeError(
      `Expected 'pad', 'drop' or 'keep' for shard.uneven but received ${JSON.stringify(uneven)}`,
    );
  }
  return { index, count, uneven };
}

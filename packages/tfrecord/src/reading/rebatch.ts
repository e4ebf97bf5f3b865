import { RecordBlock } from './block.ts';

export interface BatchesOptions {
  readonly batchSize: number;
  /** Leave out a last batch that is not full. Default false. */
  readonly dropLast?: boolean;
}

function checked(options: BatchesOptions | number): Required<BatchesOptions> {
  const { batchSize, dropLast = false } =
    typeof options === 'number' ? { batchSize: options } : options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`Expected a batchSize of at least 1 but received ${batchSize}`);
  }
  return { batchSize, dropLast };
}

/** Blocks of as many whole batches as each read completes; the last batch of all may be short. */
export async function* wholeBatches(
  blocks: AsyncIterable<RecordBlock>,
  options: BatchesOptions | number,
): AsyncGenerator<{ readonly block: RecordBlock; readonly batchSize: number }> {
  const { batchSize, dropLast } = checked(options);
  let rest = new RecordBlock([], 0);
  for await (const block of blocks) {
    const all = rest.concat(block);
    const [whole, others] = all.split(all.length - (all.length % batchSize));
    rest = others;
    if (whole.length > 0) yield { block: whole, batchSize };
  }
  if (rest.length > 0 && !dropLast) yield { block: rest, batchSize };
}

/** Blocks of exactly `batchSize` records; the last may be short. */
export async function* rebatch(
  blocks: AsyncIterable<RecordBlock>,
  options: BatchesOptions | number,
): AsyncGenerator<RecordBlock> {
  for await (const { block, batchSize } of wholeBatches(blocks, options)) {
    let rest = block;
    while (rest.length > 0) {
      const [batch, others] = rest.split(Math.min(batchSize, rest.length));
      rest = others;
      yield batch;
    }
  }
}

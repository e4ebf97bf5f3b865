import { BatchLoader } from './batch-loader.ts';
import { Engine } from './run/engine.ts';
import type { BatchOf, DecodeOption, LoaderOptions, Source } from './types.ts';

/**
 * Loads batches from any source with any decoders: shuffled, sharded, resumable, made ahead in
 * bounded memory, in an order that depends on seed and epoch alone.
 *
 *     await using loader = new DataLoader(photos, { decode: jpeg({ size: [224, 224] }), batchSize: 32 });
 *     for await (const batch of loader) {}
 *
 * A batch is lent: its arrays become empty when the next one is asked for.
 *
 * @throws TypeError or RangeError for options that cannot be; LOADER_STATE_MISMATCH for the state of
 *   something else.
 */
export class DataLoader<S, const D extends DecodeOption<S>> extends BatchLoader<BatchOf<D>> {
  constructor(source: Source<S>, options: LoaderOptions<D>) {
    super(new Engine(source, options as LoaderOptions<DecodeOption<S>>), []);
  }
}

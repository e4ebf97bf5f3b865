import type { NDArray } from '@dareblopy/core';
import { isByteSource, isDecoder, isNDArray } from '@dareblopy/core';
import type { InferenceSession } from 'onnxruntime-common';
import { ModelRunner } from '../model-runner.ts';
import { RunError } from '../run-error.ts';
import type { Runner } from '../session.ts';
import type { FeedMap } from '../to-feeds.ts';
import type { RunBatch } from './batcher.ts';
import { Batcher } from './batcher.ts';
import type { BatcherLimitOptions } from './limits.ts';
import { checkLimits } from './limits.ts';
import type { OutputRow } from './output-rows.ts';
import { outputRows } from './output-rows.ts';
import type { BatcherDecode, BatchOf, SampleOf } from './row-decoder.ts';
import { RowDecoder } from './row-decoder.ts';

export interface BatcherOptions<D extends BatcherDecode> extends BatcherLimitOptions {
  /** How a sample becomes a row: a native Decoder whose rows have one shape, or an object of them. */
  readonly decode: D;
}

export interface SessionBatcherOptions<D extends BatcherDecode> extends BatcherOptions<D> {
  /**
   * For each input of the model, the column of the batch that it gets. Default: the model's only input gets the
   * only Decoder's array; with an object of Decoders, each input gets the column of its name.
   */
  readonly feeds?: FeedMap<BatchOf<D>>;
  /** Names of the outputs wanted; each must have a row for each sample. Default: all. */
  readonly fetches?: readonly string[];
  /** Passed to `session.run`. */
  readonly run?: InferenceSession.RunOptions;
}

/** The options of either kind of model. */
interface AnyOptions extends BatcherOptions<BatcherDecode> {
  readonly feeds?: object;
  readonly fetches?: readonly string[];
  readonly run?: InferenceSession.RunOptions;
}

/**
 * Serving: single samples go in, batches go through the model, each sample gets its own row of the outputs.
 *
 *     const batcher = createBatcher(session, { decode: jpeg({ size: [224, 224] }), maxBatch: 32, maxWait: 5 });
 *     const { probabilities } = await batcher.run(upload); // NDArray [10]
 *
 * A sample is decoded as soon as it comes, on the native pool, straight into its row of a recycled batch; the batch
 * is run when it is full or has waited `maxWait` milliseconds. A model of a fixed batch size gets padded ones.
 *
 * @param model a session, or a function that answers a result for each row. The batch is lent to it until it answers.
 * @throws TypeError for Decoders without rows of one shape, or feeds that are not the model's inputs.
 */
export function createBatcher<const D extends BatcherDecode>(
  model: Runner,
  options: SessionBatcherOptions<D>,
): Batcher<SampleOf<D>, OutputRow>;
export function createBatcher<const D extends BatcherDecode, R>(
  model: (
    batch: BatchOf<D>,
    samples: readonly SampleOf<D>[],
  ) => readonly R[] | Promise<readonly R[]>,
  options: BatcherOptions<D>,
): Batcher<SampleOf<D>, R>;
export function createBatcher(
  model: unknown,
  options: AnyOptions,
  // biome-ignore lint/suspicious/noExplicitAny: of either kind of the two above
): Batcher<any, any> {
  const limits = checkLimits(options);
  const decoder = new RowDecoder<unknown>(options.decode);
  const run =
    typeof model === 'function'
      ? (model as RunBatch<unknown, unknown>)
      : sessionRun(model as Runner, options);
  return new Batcher(decoder, run, limits);
}

function sessionRun(session: Runner, options: AnyOptions): RunBatch<unknown, OutputRow> {
  const { decode, feeds = defaultFeeds(session, decode), fetches, run } = options;
  const model = new ModelRunner<never>(session, {
    feeds: feeds as FeedMap<never>,
    ...(fetches && { fetches }),
    ...(run && { run }),
  });
  let number = 0;
  return async (batch, samples) => {
    const at = number++;
    const failed = (cause: unknown) => new RunError(at, samples.flatMap(nameOf), cause);
    return outputRows(await model.run(model.prepare(batch as never), failed), samples.length);
  };
}

function defaultFeeds({ inputNames }: Runner, decode: BatcherDecode): FeedMap<unknown> {
  const [only, ...others] = inputNames;
  if (!isDecoder(decode))
    return Object.fromEntries(inputNames.map((name) => [name, name as never]));
  if (only === undefined || others.length > 0) {
    throw new TypeError(
      `Expected feeds for the inputs ${inputNames.join(', ')}, or an object of Decoders of these names`,
    );
  }
  return { [only]: (batch) => (isNDArray(batch) ? batch : refuse()) };
}

function refuse(): NDArray {
  throw new TypeError('Expected feeds for a Decoder whose batch is no array');
}

function nameOf(sample: unknown): string[] {
  if (typeof sample === 'string') return [sample];
  return isByteSource(sample) ? [sample.name] : [];
}

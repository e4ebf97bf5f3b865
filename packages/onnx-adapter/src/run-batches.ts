import type { InferenceSession } from 'onnxruntime-common';
import type { FeedMap } from './to-feeds.ts';
import { toFeeds } from './to-feeds.ts';

export interface RunBatchesOptions<B> {
  /** For each input of the model, the column of the batch that it gets. */
  readonly feeds: FeedMap<B>;
  /** Names of the outputs wanted. Default: all. */
  readonly fetches?: readonly string[];
  /** Passed to `session.run`. */
  readonly run?: InferenceSession.RunOptions;
}

export interface BatchOutputs<B> {
  /** By name; they own their memory. */
  readonly outputs: InferenceSession.ReturnType;
  /** The batch that went in: lent until the next step, as the loader lends it. */
  readonly batch: B;
}

/** What of a session is used: also a fake, or one in another thread, will do. */
export interface Runner {
  readonly inputNames: readonly string[];
  run: InferenceSession['run'];
}

/**
 * Runs the session on each batch: one epoch of a DataLoader, or any async iterable of batches. While the
 * session runs, the batch's loan is held and the loader goes on decoding the batches to come. Leaving the loop
 * stops the loader.
 *
 * @throws TypeError when an input of the model has no feed, or a feed no input.
 */
export async function* runBatches<B>(
  session: Runner,
  batches: AsyncIterable<B>,
  { feeds, fetches, run = {} }: RunBatchesOptions<B>,
): AsyncGenerator<BatchOutputs<B>, undefined> {
  checkInputs(session.inputNames, Object.keys(feeds));
  for await (const batch of batches) {
    const inputs = toFeeds(batch, feeds);
    const outputs = await (fetches === undefined
      ? session.run(inputs, run)
      : session.run(inputs, fetches, run));
    yield { outputs, batch };
  }
  return undefined;
}

function checkInputs(wanted: readonly string[], given: readonly string[]): void {
  const missing = wanted.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !wanted.includes(name));
  if (missing.length === 0 && unknown.length === 0) return;
  throw new TypeError(
    `Expected feeds for the inputs ${wanted.join(', ')} but received ${given.join(', ') || 'none'}`,
  );
}

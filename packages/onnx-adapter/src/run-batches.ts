import type { InferenceSession } from 'onnxruntime-common';
import type { ModelOptions } from './model-runner.ts';
import { ModelRunner } from './model-runner.ts';
import { namesIn, RunError } from './run-error.ts';
import type { Runner } from './session.ts';

export interface RunBatchesOptions<B> extends ModelOptions<B> {
  /**
   * Runs under way at once, at most; outputs come in order. Default 1. More helps where an execution provider
   * leaves something idle; on the CPU the session's own threads (`intraOpNumThreads`) use all cores already.
   * As many batches are on loan, so more than 1 needs a source with `hold` and `release`: a DataLoader.
   */
  readonly concurrency?: number;
  /** The column with the samples' names, for errors. Default `name`, where the batch has it. */
  readonly names?: string;
}

export interface BatchOutputs<B> {
  /** By name; they own their memory, unless `fetches` gave it. */
  readonly outputs: InferenceSession.ReturnType;
  /** The batch that went in: lent until the next step, as the loader lends it. */
  readonly batch: B;
}

/** Where batches come from: a DataLoader, or anything that can be iterated. */
export interface Batches<B> extends AsyncIterable<B> {
  hold?(batch: NoInfer<B>): unknown;
  release?(batch: NoInfer<B>): void;
}

/**
 * Runs the session on each batch: one epoch of a DataLoader, or any async iterable of batches. While the
 * session runs, the batch's loan is held and the loader goes on decoding the batches to come. Leaving the loop
 * stops the loader, once the runs under way have ended.
 *
 * @throws TypeError when an input of the model has no feed, or a feed no input; and, before the session runs, for a
 *   batch whose dtypes or shapes are not the model's. RunError when the session fails: with the batch's number, the
 *   names of its samples, and the runtime's error as `cause`.
 */
export async function* runBatches<B>(
  session: Runner,
  batches: Batches<B>,
  options: RunBatchesOptions<B>,
): AsyncGenerator<BatchOutputs<B>, undefined> {
  const model = new ModelRunner(session, options);
  const { concurrency = 1, names = 'name' } = options;
  checkConcurrency(concurrency, model, batches);
  const iterator = batches[Symbol.asyncIterator]();
  const pending: Pending<B>[] = [];
  let number = 0;
  let ended = false;
  try {
    for (;;) {
      while (!ended && pending.length < concurrency) {
        const { value: batch, done } = await next(iterator, () => (ended = true));
        if (done) break;
        batches.hold?.(batch);
        pending.push(start(model, batch, number++, names));
      }
      const first = pending[0];
      if (first === undefined) return undefined;
      const outputs = await first.outputs;
      yield { outputs, batch: first.batch };
      pending.shift();
      batches.release?.(first.batch);
    }
  } finally {
    // The runtime reads the batches' memory until its runs have ended: it goes back no sooner.
    await Promise.allSettled(pending.map(({ outputs }) => outputs));
    for (const { batch } of pending) batches.release?.(batch);
    if (!ended) await iterator.return?.();
  }
}

interface Pending<B> {
  readonly batch: B;
  readonly outputs: Promise<InferenceSession.ReturnType>;
}

function start<B>(model: ModelRunner<B>, batch: B, number: number, names: string): Pending<B> {
  const failed = (cause: unknown) => new RunError(number, [...namesIn(batch, names)], cause);
  const run = async () => model.run(model.prepare(batch), failed);
  const outputs = run();
  outputs.catch(() => {}); // looked at in its turn
  return { batch, outputs };
}

/** The next batch; `end` is told when there is none, also because of an error. */
async function next<B>(iterator: AsyncIterator<B>, end: () => void): Promise<IteratorResult<B>> {
  try {
    const result = await iterator.next();
    if (result.done) end();
    return result;
  } catch (error) {
    end();
    throw error;
  }
}

function checkConcurrency<B>(
  concurrency: number,
  model: ModelRunner<B>,
  { hold, release }: Batches<B>,
): void {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`Expected a concurrency of at least 1 but received ${concurrency}`);
  }
  if (concurrency === 1) return;
  if (model.preallocated) {
    throw new TypeError(
      `Expected names for fetches, or a concurrency of 1, but received tensors and ${concurrency}: ` +
        'runs at once would write into the same memory',
    );
  }
  if (!hold || !release) {
    throw new TypeError(
      `Expected batches that can be held, such as a DataLoader's, for a concurrency of ${concurrency}, ` +
        'but their source has no hold() and release()',
    );
  }
}

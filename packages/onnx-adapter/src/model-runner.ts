import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { checkFeed, checkNames } from './check-feeds.ts';
import type { OutputTensors } from './preallocated.ts';
import { Preallocated } from './preallocated.ts';
import type { InputType, Runner } from './session.ts';
import { inputTypes, isFixed } from './session.ts';
import { padRows, trimOutputs } from './short-batch.ts';
import type { FeedMap } from './to-feeds.ts';
import { toFeeds } from './to-feeds.ts';

export interface ModelOptions<B> {
  /** For each input of the model, the column of the batch that it gets. */
  readonly feeds: FeedMap<B>;
  /**
   * Names of the outputs wanted; default: all. Or tensors by name, into which the session writes: nothing is
   * allocated, and each run overwrites the last one's. onnxruntime-node can do that; where a runtime cannot,
   * the first run throws a TypeError.
   */
  readonly fetches?: readonly string[] | OutputTensors;
  /**
   * What to do with fewer rows than the model's inputs fix, such as in an epoch's last batch. 'pad' (default)
   * feeds zeros in place of the missing rows and cuts theirs off the outputs that have a row for each.
   * Asked for by name, it also pads to the rows of the first batch where the model leaves them
   * open, for execution providers that compile for each shape. 'error': a TypeError.
   */
  readonly shortBatch?: 'pad' | 'error';
  /** Passed to `session.run`. */
  readonly run?: InferenceSession.RunOptions;
}

/** Runs a session on batches: feeds made, checked and padded, outputs trimmed. */
export class ModelRunner<B> {
  readonly #session: Runner;
  readonly #options: ModelOptions<B>;
  readonly #types: ReadonlyMap<string, InputType>;
  readonly #fetches: readonly string[] | Preallocated | undefined;
  #usualRows: number | undefined;

  /** @throws TypeError when an input of the model has no feed, or a feed no input. */
  constructor(session: Runner, options: ModelOptions<B>) {
    const { shortBatch = 'pad', fetches, feeds } = options;
    if (shortBatch !== 'pad' && shortBatch !== 'error') {
      throw new TypeError(
        `Expected 'pad' or 'error' for shortBatch but received ${String(shortBatch)}`,
      );
    }
    checkNames(session.inputNames, Object.keys(feeds));
    this.#session = session;
    this.#options = options;
    this.#types = inputTypes(session);
    this.#fetches = fetches === undefined || isNames(fetches) ? fetches : new Preallocated(fetches);
  }

  get preallocated(): boolean {
    return this.#fetches instanceof Preallocated;
  }

  /** What the session is to be run on. @throws TypeError for a batch that the model cannot take. */
  prepare(batch: B): PreparedRun {
    const { feeds: map, shortBatch } = this.#options;
    const feeds = toFeeds(batch, map);
    for (const [input, tensor] of Object.entries(feeds)) {
      const type = this.#types.get(input);
      if (type) checkFeed(input, type, tensor, origin(map, input));
    }
    const rows = Object.values(feeds)[0]?.dims[0];
    const full = this.#fullRows(feeds);
    if (shortBatch === 'pad') this.#usualRows ??= full ?? rows;
    const wanted = full ?? (shortBatch === 'pad' ? this.#usualRows : undefined);
    if (rows === undefined || wanted === undefined || rows >= wanted) return { feeds, rows };
    if (shortBatch === 'error') {
      throw new TypeError(
        `Expected batches of ${wanted}, which the model fixes, but received one of ${rows}: ` +
          "give the loader dropLast: true, or leave shortBatch at 'pad'",
      );
    }
    const padded = Object.entries(feeds).map(([input, tensor]) => [
      input,
      tensor.dims[0] === rows ? padRows(tensor, wanted) : tensor,
    ]);
    return { feeds: Object.fromEntries(padded) as Feeds, rows, padded: wanted };
  }

  /** @param failed makes the error to throw of the session's own. */
  async run(
    { feeds, rows, padded }: PreparedRun,
    failed: (cause: unknown) => Error,
  ): Promise<InferenceSession.ReturnType> {
    const { run = {} } = this.#options;
    const fetches = this.#fetches;
    const runWith = async (wanted?: readonly string[] | OutputTensors) => {
      try {
        return await (wanted === undefined
          ? this.#session.run(feeds, run)
          : this.#session.run(feeds, wanted, run));
      } catch (error) {
        throw failed(error);
      }
    };
    const outputs = await (fetches instanceof Preallocated
      ? fetches.run(fetches.forRows(padded ?? rows), runWith)
      : runWith(fetches));
    if (padded === undefined || rows === undefined) return outputs;
    return trimOutputs(outputs, padded, rows);
  }

  /** The rows that the model's inputs fix; undefined where they leave them open. */
  #fullRows(feeds: Feeds): number | undefined {
    let full: number | undefined;
    for (const [input, { dims }] of Object.entries(feeds)) {
      const first = this.#types.get(input)?.shape[0];
      if (!isFixed(first) || dims.length === 0) continue;
      if (dims[0]! > first) {
        throw new TypeError(
          `Expected at most ${first} rows for input '${input}', which the model fixes, but received ${dims[0]} from ` +
            `${origin(this.#options.feeds, input)}: give the loader batchSize: ${first}`,
        );
      }
      if (dims[0]! < first) full = first;
    }
    return full;
  }
}

type Feeds = Record<string, Tensor>;

interface PreparedRun {
  readonly feeds: Feeds;
  readonly rows: number | undefined;
  /** Rows with those that were added; undefined where none were. */
  readonly padded?: number;
}

function isNames(fetches: readonly string[] | OutputTensors): fetches is readonly string[] {
  return Array.isArray(fetches);
}

function origin<B>(feeds: FeedMap<B>, input: string): string {
  const feed = feeds[input];
  return typeof feed === 'string' ? `column '${feed}'` : 'what its function answers';
}

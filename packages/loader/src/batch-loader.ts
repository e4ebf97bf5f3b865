import { BatchIterator } from './batch-iterator.ts';
import type { Engine } from './run/engine.ts';
import { FunctionStage, type MapContext, type MapStage } from './run/map-stage.ts';
import type { LoaderState } from './state.ts';
import { LoaderStats } from './stats/loader-stats.ts';
import { type MapWorkersOptions, WorkerStage } from './workers/worker-stage.ts';

/** What a DataLoader, and what `map` makes of one, can do: iterate, in several ways, and tell about it. */
export class BatchLoader<B> implements AsyncIterable<B>, AsyncDisposable {
  // biome-ignore lint/suspicious/noExplicitAny: the samples' type is of no concern here
  readonly #engine: Engine<any>;
  readonly #stages: readonly MapStage[];
  #stepwise: BatchIterator<B> | undefined;

  /** @internal */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  constructor(engine: Engine<any>, stages: readonly MapStage[]) {
    this.#engine = engine;
    this.#stages = stages;
  }

  /** One epoch; the next iteration is the next epoch, also after `break`. */
  [Symbol.asyncIterator](): AsyncIterableIterator<B> {
    return this.epochs(1);
  }

  /** `count` epochs, one after the other, without a pause between them. `epoch` tells which one it is. */
  epochs(count: number): AsyncIterableIterator<B> {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(`Expected a number of epochs of at least 1 but received ${count}`);
    }
    return new BatchIterator<B>(this.#engine, count, this.#stages);
  }

  /**
   * The next batch of the epoch; undefined at its end, and the call after that begins the next one.
   * The batch is lent until the next call.
   */
  async next(): Promise<B | undefined> {
    this.#stepwise ??= new BatchIterator<B>(this.#engine, 1, this.#stages);
    try {
      const { value, done } = await this.#stepwise.next();
      if (done) this.#stepwise = undefined;
      return done ? undefined : value;
    } catch (error) {
      this.#stepwise = undefined;
      throw error;
    }
  }

  /** Up to `count` batches of the epoch, fewer at its end, none after it. They are yours. */
  async nextN(count: number): Promise<B[]> {
    const batches: B[] = [];
    while (batches.length < count) {
      const batch = await this.next();
      if (batch === undefined) break;
      this.keep(batch);
      batches.push(batch);
    }
    return batches;
  }

  /** The batches of one epoch as a web stream. They are yours. */
  toReadableStream(): ReadableStream<B> {
    let batches: AsyncIterableIterator<B> | undefined;
    return new ReadableStream<B>(
      {
        pull: async (controller) => {
          batches ??= this[Symbol.asyncIterator]();
          const { value, done } = await batches.next();
          if (done) return controller.close();
          this.keep(value);
          controller.enqueue(value);
        },
        cancel: async () => {
          await batches?.return?.();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * A loader of the same batches, each put through `map` on the JavaScript thread, in order, ahead of
   * delivery. What it answers may hold the batch's arrays: they are lent as before. Iterate one of
   * the two at a time.
   */
  map<C>(map: (batch: B, context: MapContext) => C | Promise<C>): BatchLoader<C> {
    if (typeof map !== 'function') {
      throw new TypeError(`Expected a function for map but received ${typeof map}`);
    }
    return this.#with<C>(new FunctionStage(map, this.#engine.clock));
  }

  /**
   * A loader of the same batches, each put through the default export of `module` in a worker thread.
   * Arrays are moved there and back, not copied; the order is kept.
   *
   * @param module a URL or an absolute path; it exports `default (batch, { epoch, batch })`.
   * @throws DareblopyError LOADER_WORKER, while iterating, when the function throws or a worker dies.
   */
  mapWorkers<C>(module: URL | string, options: MapWorkersOptions = {}): BatchLoader<C> {
    return this.#with<C>(new WorkerStage(module, options, this.#engine.clock));
  }

  /** Makes a lent batch yours: its arrays stay, and the loader takes other memory. */
  keep<T>(batch: T): T {
    if (typeof batch === 'object' && batch !== null) this.#engine.keep(batch);
    return batch;
  }

  /**
   * Goes on lending a batch until `release(batch)`, also when the next one is asked for and when the
   * iteration or the loader ends: for whoever works on several batches at once. Unlike that of a kept
   * batch, its memory comes back and is used again.
   */
  hold<T>(batch: T): T {
    if (typeof batch === 'object' && batch !== null) this.#engine.hold(batch);
    return batch;
  }

  /** Gives a lent batch back before the next one is asked for: its arrays become empty. */
  release(batch: B): void {
    if (typeof batch === 'object' && batch !== null) this.#engine.release(batch);
  }

  /**
   * Where the loader stands: JSON of under 200 bytes. A loader of the same source that is given it as
   * `resumeFrom` continues with the batch after the one last delivered, also with another batch size
   * or number of ranks, if all ranks take theirs at the same step.
   */
  state(): LoaderState {
    return this.#engine.state();
  }

  /** The epoch of the batch last delivered; before the first, the one that comes. */
  get epoch(): number {
    return this.#engine.epoch;
  }

  /** Batches of a whole epoch on this rank; undefined for a source that is read in order. */
  get batchesPerEpoch(): number | undefined {
    return this.#engine.batchesPerEpoch;
  }

  /**
   * Bytes that the loader will hold at most: its ring of batches, and scratch memory of the pool's
   * threads. Columns whose size depends on the samples (images of any size, ragged features), and held
   * and kept batches come on top.
   */
  memoryBound(): number {
    return this.#engine.memoryBound();
  }

  /** Rates, times, bad samples, and what limits the loader, over everything it has loaded so far. */
  stats(): LoaderStats {
    return new LoaderStats(this.#engine);
  }

  /** Ends the iteration that is open, if one is, and lets go of all memory and workers. */
  close(): Promise<void> {
    return this.#engine.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #with<C>(stage: MapStage): BatchLoader<C> {
    this.#engine.addStage(stage);
    return new BatchLoader<C>(this.#engine, [...this.#stages, stage]);
  }
}

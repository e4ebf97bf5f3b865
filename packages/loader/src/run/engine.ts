import type { RandomAccess } from '@dareblopy/core';
import { asRandomAccess } from '@dareblopy/core/extend';
import { type DecodePlan, planDecode } from '../decode/decode-plan.ts';
import type { Feed, FeedStart } from '../feed/feed.ts';
import { RandomAccessFeed } from '../feed/random-access-feed.ts';
import { StreamFeed } from '../feed/stream-feed.ts';
import { type CheckedOptions, checkOptions } from '../options.ts';
import { EpochPlan, share } from '../order/epoch-plan.ts';
import { checkState, type LoaderState, type StateIdentity, shortFingerprint } from '../state.ts';
import type { DecodeOption, LoaderOptions, Progress, Source } from '../types.ts';
import { BadSampleCounters } from './bad-samples.ts';
import { BatchMaker } from './batch-maker.ts';
import { BufferPool } from './buffer-pool.ts';
import { Clock } from './clock.ts';
import type { Loan } from './loan.ts';
import type { MapStage } from './map-stage.ts';
import { memoryBound } from './memory-bound.ts';
import { type Delivery, Run } from './run.ts';

/**
 * What a loader and the loaders that `map` makes of it share: source, position, memory, counters, and
 * the run that is open, if one is.
 */
export class Engine<S> {
  readonly options: CheckedOptions;
  readonly clock: Clock = new Clock();
  readonly badSamples: BadSampleCounters;
  readonly pool: BufferPool;
  readonly #access: RandomAccess<S> | undefined;
  readonly #stream: AsyncIterable<S> | undefined;
  readonly #decode: DecodePlan<S>;
  readonly #maker: BatchMaker<S>;
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  readonly #loans = new WeakMap<object, Loan>();
  #stages: readonly MapStage[] = [];
  #run: Run<S> | undefined;
  #lent: Loan | undefined;
  #opened = 0;
  #openedSamples = 0;
  #closed = false;
  /** Where the next iteration begins. */
  #next: { epoch: number; position: number };
  /** What state() tells: what comes after the batch last delivered. */
  #cursor: { epoch: number; position: number };
  #epoch: number;

  constructor(source: Source<S>, options: LoaderOptions<DecodeOption<S>>) {
    const sequential = isSequential(source);
    this.options = checkOptions(options, sequential);
    this.#decode = planDecode(options.decode);
    if (!sequential) this.#access = asRandomAccess(source);
    else
      this.#stream = this.#decode.nativeOnly && !this.options.shuffle ? uncopied(source) : source;
    this.#signal = options.signal;
    this.#onProgress = options.onProgress;
    this.pool = new BufferPool(this.ringBytes);
    const { onBadSample, seed, rowSeed, shard } = this.options;
    const length = this.#access?.length;
    this.badSamples = new BadSampleCounters(
      onBadSample === 'throw' ? { action: 'skip' } : onBadSample,
      length === undefined ? undefined : share(length, shard),
    );
    this.#maker = new BatchMaker({
      source: this.#access,
      decode: this.#decode,
      onBadSample,
      seed,
      rowSeed,
      pool: this.pool,
      clock: this.clock,
    });
    const { epoch, position } = options.resumeFrom
      ? checkState(options.resumeFrom, this.#identity())
      : { epoch: 0, position: 0 };
    this.#next = { epoch, position };
    this.#cursor = this.#next;
    this.#epoch = epoch;
  }

  /** The epoch of the batch last delivered; before the first, the one that comes. */
  get epoch(): number {
    return this.#epoch;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Batches of a whole epoch on this rank; undefined where the source's length is not known. */
  get batchesPerEpoch(): number | undefined {
    if (!this.#access) return undefined;
    const { batchSize, shard, dropLast } = this.options;
    return new EpochPlan(this.#access.length, 0, batchSize, shard, dropLast).batches;
  }

  /** Bytes of the ring: every batch that exists at the same time, in fixed columns. */
  get ringBytes(): number {
    const { batchSize, prefetchBatches } = this.options;
    return memoryBound(this.#decode, batchSize, prefetchBatches).ring;
  }

  memoryBound(): number {
    const { batchSize, prefetchBatches } = this.options;
    const stream = this.#stream as { memoryBound?(): number } | undefined;
    const ahead = stream?.memoryBound?.() ?? 0; // what a source that is read in order holds
    return memoryBound(this.#decode, batchSize, prefetchBatches).total + ahead;
  }

  state(): LoaderState {
    return { version: 1, ...this.#cursor, ...this.#identity() };
  }

  addStage(stage: MapStage): void {
    this.#stages = [...this.#stages, stage];
  }

  /** Begins an iteration of `epochs` epochs through the first `stages` map stages. */
  open(epochs: number, stages: readonly MapStage[]): Run<S> {
    if (this.#closed) throw new TypeError('Expected an open loader but this one was closed');
    if (this.#run) {
      throw new TypeError(
        'Expected one iteration at a time but another is open: end it first (break, or return())',
      );
    }
    this.#signal?.throwIfAborted();
    const start = { ...this.#next, epochs };
    this.#next = { epoch: start.epoch + 1, position: 0 };
    this.#epoch = start.epoch;
    this.#opened = performance.now();
    this.#openedSamples = this.clock.samples;
    const { shuffle } = this.options;
    this.#run = new Run<S>({
      feed: this.#feed(start),
      maker: this.#maker,
      stages,
      prefetchBatches: this.options.prefetchBatches,
      window: typeof shuffle === 'object' ? shuffle.block * shuffle.window : 0,
      clock: this.clock,
      signal: this.#signal,
    });
    return this.#run;
  }

  /** The run's next batch; undefined at its end. What was lent before becomes empty. */
  async deliver(run: Run<S>): Promise<Delivery | undefined> {
    const start = performance.now();
    this.#endLoan();
    this.clock.busy.deliver += performance.now() - start;
    try {
      for (;;) {
        const delivery = await run.take();
        if (!delivery) {
          await this.end(run);
          return undefined;
        }
        const { plan, rows, bad, loan } = delivery;
        this.badSamples.note(plan.epoch, plan.indices.length, bad);
        this.#epoch = plan.epoch;
        this.#next = { epoch: plan.epoch + 1, position: 0 };
        this.#cursor = plan.last
          ? { epoch: plan.epoch + 1, position: 0 }
          : { epoch: plan.epoch, position: plan.consumed };
        if (rows === 0) continue; // every sample was bad and is skipped
        this.#lend(delivery.batch, loan);
        this.#count(delivery);
        return delivery;
      }
    } catch (error) {
      await this.end(run, error);
      throw error;
    }
  }

  /** Ends the run; resolves when nothing works for it any more. */
  async end(run: Run<S>, reason?: unknown): Promise<void> {
    await run.stop(reason);
    if (this.#run !== run) return;
    this.#endLoan();
    this.#run = undefined;
    this.clock.open += performance.now() - this.#opened;
  }

  /** The batch is its user's from now on. */
  keep(batch: object): void {
    this.#loans.get(batch)?.forget();
  }

  /** The batch's loan goes on until it is released, whatever becomes of the run. */
  hold(batch: object): void {
    const loan = this.#loans.get(batch);
    if (loan !== undefined && this.#lent === loan) this.#lent = undefined;
  }

  /** The batch's arrays become empty now. */
  release(batch: object): void {
    this.#loans.get(batch)?.end();
    if (this.#closed) this.pool.clear();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#run) await this.end(this.#run);
    this.pool.clear();
    await Promise.all(this.#stages.map((stage) => stage.close()));
  }

  /** Milliseconds in which iterations were open, up to now. */
  openMilliseconds(): number {
    return this.clock.open + (this.#run ? performance.now() - this.#opened : 0);
  }

  #lend(batch: unknown, loan: Loan): void {
    if (this.options.owned) {
      loan.forget();
      return;
    }
    this.#lent = loan;
    if (typeof batch === 'object' && batch !== null) this.#loans.set(batch, loan);
  }

  #endLoan(): void {
    this.#lent?.end();
    this.#lent = undefined;
  }

  #count({ plan, rows, loan }: Delivery): void {
    const { clock } = this;
    clock.batches++;
    clock.samples += rows;
    for (const { byteLength } of loan.buffers) clock.bytes += byteLength;
    if (!this.#onProgress) return;
    const seconds = (performance.now() - this.#opened) / 1000;
    this.#onProgress({
      epoch: plan.epoch,
      batch: plan.batch + 1,
      batches: plan.batches,
      samples: clock.samples,
      samplesPerSecond: (clock.samples - this.#openedSamples) / seconds,
    });
  }

  #feed(start: FeedStart): Feed<S> {
    return this.#access
      ? new RandomAccessFeed(this.#access.length, this.options, start)
      : new StreamFeed(this.#stream!, this.options, start);
  }

  #identity(): StateIdentity {
    const { seed, shuffle } = this.options;
    const fingerprint = this.#access?.fingerprint;
    return {
      seed,
      shuffle,
      length: this.#access?.length ?? null,
      ...(fingerprint === undefined ? {} : { source: shortFingerprint(fingerprint) }),
    };
  }
}

/**
 * The stream's samples in native memory, where it offers that and nobody but native decoders looks at
 * them. Not for shuffle buffers: each sample holds on to all that was read with it.
 */
function uncopied<S>(
  stream: AsyncIterable<S> & { sources?(): AsyncIterator<S> },
): AsyncIterable<S> {
  const { sources } = stream;
  if (typeof sources !== 'function') return stream;
  const memoryBound = (): number => (stream as { memoryBound?(): number }).memoryBound?.() ?? 0;
  return { [Symbol.asyncIterator]: () => sources.call(stream), memoryBound } as AsyncIterable<S>;
}

/** Whether a source can only be read in order. */
function isSequential<S>(source: Source<S>): source is AsyncIterable<S> {
  if (Array.isArray(source)) return false;
  const access = source as Partial<RandomAccess<S> & AsyncIterable<S>> | null;
  if (typeof access?.get === 'function' && typeof access.length === 'number') return false;
  if (typeof access?.[Symbol.asyncIterator] === 'function') return true;
  throw new TypeError(
    'Expected a source with length and get(), an array or an AsyncIterable but received ' +
      `${access === null ? 'null' : typeof access}`,
  );
}

import type { Decoder, NDArray, RandomAccess } from '@dareblopy/core';
import type { Shard } from './order/shard.ts';
import type { LoaderState } from './state.ts';

/** What a loader loads from: anything with `length` and `get`, an array, or what can only be read in order. */
export type Source<S> = RandomAccess<S> | readonly S[] | AsyncIterable<S>;

/** What a function of a sample is told beside it. */
export interface SampleContext {
  /** The sample's index in the source. */
  readonly index: number;
  readonly epoch: number;
}

/** A column computed in JavaScript, a value for each sample. */
export type SampleFunction<S, T> = (sample: S, context: SampleContext) => T | Promise<T>;

// `any` where a type is only inferred from: a Decoder's batch, a function's result.
/* biome-ignore-start lint/suspicious/noExplicitAny: see above */

/** One entry of `decode`. */
export type ColumnOption<S> = Decoder<S, any> | SampleFunction<S, any>;

/** What `decode` may be: one Decoder or function, or named ones. */
export type DecodeOption<S> = ColumnOption<S> | { readonly [name: string]: ColumnOption<S> };

/** The column that a function's results come to. */
export type FunctionColumn<T> = [T] extends [number]
  ? NDArray<'int32'>
  : [T] extends [bigint]
    ? NDArray<'int64'>
    : [T] extends [boolean]
      ? NDArray<'bool'>
      : T[];

/** The column or batch that an entry of `decode` comes to. */
export type ColumnOf<D> =
  D extends Decoder<any, infer B>
    ? B
    : D extends (...args: any[]) => infer R
      ? FunctionColumn<Awaited<R>>
      : never;

/** The batch that `decode` comes to. */
export type BatchOf<D> =
  D extends Decoder<any, infer B>
    ? B
    : D extends (...args: any[]) => unknown
      ? ColumnOf<D>
      : { -readonly [K in keyof D]: ColumnOf<D[K]> };
/* biome-ignore-end lint/suspicious/noExplicitAny: see above */

/** How a sequential or a random access source is shuffled. */
export interface ShuffleOptions {
  /** An integer from 0 to 2^53 - 1: the same seed, the same order. */
  seed: number;
  /**
   * For sources that can only be read in order: how many samples the shuffle buffer holds. Random
   * access sources need none; their order is a permutation of all samples.
   */
  buffer?: number;
  /**
   * For random access sources on storage where only long reads are fast: samples that lie side by side and
   * are read together. Blocks come in random order, and the samples of `window` of them are mixed.
   */
  block?: number;
  /** Blocks that are mixed at a time; default 16. `block * window` is at most 2^24. */
  window?: number;
}

/** A sample that could not be loaded. */
export interface BadSample {
  /** Its index in the source. */
  readonly index: number;
  /** Its name, where it has one. */
  readonly name: string | undefined;
  readonly epoch: number;
  readonly error: Error;
}

/** What to do about samples that fail. */
export interface BadSamplePolicy {
  /** 'skip' shortens the batch; 'replace' puts another sample of the source in its place. */
  action: 'skip' | 'replace';
  /** More bad samples than that in one epoch stop the loader. */
  maxCount?: number;
  /** A larger share of this rank's samples in one epoch stops the loader. 0 to 1. */
  maxShare?: number;
  /** Is told each, when its batch is delivered. */
  onBad?: (sample: BadSample) => void;
}

/** How far a loader is, each time it delivers a batch. */
export interface Progress {
  readonly epoch: number;
  /** Batches of this epoch delivered so far, by this run; 1 for the first. */
  readonly batch: number;
  /** Batches that this epoch has for this rank; undefined where the source's length is not known. */
  readonly batches: number | undefined;
  /** Samples delivered by the loader so far, over all epochs. */
  readonly samples: number;
  /** Samples a second since the iteration began. */
  readonly samplesPerSecond: number;
}

/** How to load. `D` is what `decode` is; the batches' type follows from it. */
export interface LoaderOptions<D> {
  /**
   * A Decoder (the batch is what it makes), a function of the sample, or an object of them. A function
   * `(sample, { index, epoch })` may be async; numbers become an int32 array and have to be 32-bit
   * integers, bigints int64, booleans bool, anything else a plain array.
   */
  decode: D;
  /** Samples in a batch, on this rank. */
  batchSize: number;
  /** Leave out an incomplete last batch. Default false. */
  dropLast?: boolean;
  /** Left out: in the source's order. */
  shuffle?: ShuffleOptions;
  /** For random crops and flips. Default: `shuffle.seed`, else 0. */
  seed?: number;
  /** Left out: everything is loaded here. */
  shard?: Shard;
  /** Batches made ahead of the one in use. Default 2. */
  prefetchBatches?: number;
  /** Aborting ends the iteration that is open, which throws `signal.reason`, and closes the loader. */
  signal?: AbortSignal;
  /** Default 'throw': the iteration ends with LOADER_SAMPLE, whose `cause` says what was wrong. */
  onBadSample?: 'throw' | BadSamplePolicy;
  /** What `state()` answered once: continue with the batch that came next. */
  resumeFrom?: LoaderState;
  /** 'lent' (default): a batch's arrays become empty when the next one is asked for; 'owned': never. */
  batches?: 'lent' | 'owned';
  /** Called with each batch that is delivered. */
  onProgress?: (progress: Progress) => void;
}

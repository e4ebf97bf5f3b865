import type { BatchSource } from './batch-stream.ts';
import { BatchStream } from './batch-stream.ts';
import type { Tensors } from './to-tensors.ts';

export interface ToDatasetOptions {
  /**
   * Epochs of the loader in one pass over the dataset. Default 1. `fitDataset` makes one pass an epoch,
   * except with `batchesPerEpoch`, when it makes one in all: then give the number of epochs, or Infinity.
   */
  readonly repeat?: number;
  /**
   * Whether tensors only borrow a lent batch. Default false: the tensors' batch is kept
   * (`loader.keep`), and its memory goes when they do. With true the loader gets the memory back when the
   * next batch is asked for, and nothing is allocated; a batch is kept only when a tensor made of it
   * was not disposed by then. `fitDataset` disposes of them all; but a slice or reshape that outlives the
   * tensor it came from is not seen.
   */
  readonly borrow?: boolean;
}

/** One pass over a dataset. Each value's tensors are the receiver's to dispose, as `fitDataset` does. */
export interface TensorIterator<T> extends AsyncIterableIterator<T, undefined> {
  next(): Promise<IteratorResult<T, undefined>>;
  return(): Promise<IteratorResult<T, undefined>>;
}

/** What `fitDataset` and `evaluateDataset` take. */
export interface TensorDataset<T> extends AsyncIterable<T> {
  /** Batches in a pass; NaN when that is not known. */
  readonly size: number;
  /** A new pass. Nothing is read until its first `next()`, which ends the pass before. */
  iterator(): Promise<TensorIterator<T>>;
  /** Ends the pass that is open, and with it the loader's prefetching. To be called when training stops early. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
  [Symbol.asyncIterator](): TensorIterator<T>;
}

/**
 * A dataset for `model.fitDataset` and `model.evaluateDataset`; each pass is one epoch of the loader.
 *
 * `map` makes `{ xs, ys }` of a batch: NDArrays, tensors, or arrays and objects of them. It runs in
 * `tf.tidy`, so it must be synchronous, and what it makes on the way is disposed. Without `map` the whole
 * batch becomes tensors.
 *
 * `source` is a DataLoader, or any async iterable that can be iterated once for each epoch. From one
 * without `keep(batch)`, tensors get copies.
 */
export function toDataset<B, R = B>(
  source: BatchSource<B>,
  map?: (batch: B) => R,
  { repeat = 1, borrow = false }: ToDatasetOptions = {},
): TensorDataset<Tensors<R>> {
  if (!(repeat > 0)) throw new RangeError(`Expected a positive repeat but received ${repeat}`);
  let current: BatchStream<B> | undefined;

  function iterate(): TensorIterator<Tensors<R>> {
    const stream = new BatchStream<B>(source, { map, repeat, borrow });
    const iterator: TensorIterator<Tensors<R>> = {
      async next() {
        if (current !== stream) {
          // fitDataset asks for a pass it never starts, and leaves one it stops in without a word.
          const before = current;
          current = stream;
          await before?.close();
        }
        return (await stream.next()) as IteratorResult<Tensors<R>, undefined>;
      },
      async return() {
        await stream.close();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    abandoned.register(iterator, stream);
    return iterator;
  }

  const close = async () => {
    await current?.close();
  };
  return {
    get size() {
      return (source.batchesPerEpoch ?? Number.NaN) * repeat;
    },
    iterator: async () => iterate(),
    close,
    [Symbol.asyncDispose]: close,
    [Symbol.asyncIterator]: iterate,
  };
}

/** The backstop for a pass that was left open: the loader stops once nobody can ask for more. */
const abandoned = new FinalizationRegistry<{ close(): Promise<void> }>((stream) => {
  stream.close().catch(() => {});
});

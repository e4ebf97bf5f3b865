import type { Tensor } from '@tensorflow/tfjs-core';
import { engine, tidy } from '@tensorflow/tfjs-core';
import { collectSharers } from './to-tensor.ts';
import { toTensors } from './to-tensors.ts';

/** Where batches come from: a DataLoader has all of it. */
export interface BatchSource<B> extends AsyncIterable<B> {
  /** Makes a lent batch the caller's. */
  keep?(batch: NoInfer<B>): unknown;
  readonly batchesPerEpoch?: number | undefined;
}

interface StreamOptions<B> {
  readonly map: ((batch: B) => unknown) | undefined;
  readonly repeat: number;
  readonly borrow: boolean;
}

/** A batch whose memory tensors borrow, and how to see whether they still do. */
interface Loan<B> {
  readonly batch: B;
  readonly tensors: readonly Tensor[];
  readonly backend: { refCount(dataId: object): number };
}

/** One pass over a source of batches, as tensors. */
export class BatchStream<B> {
  readonly #source: BatchSource<B>;
  readonly #options: StreamOptions<B>;
  #iterator: AsyncIterator<B> | undefined;
  #epochsLeft: number;
  #closed = false;
  #loan: Loan<B> | undefined;

  constructor(source: BatchSource<B>, options: StreamOptions<B>) {
    this.#source = source;
    this.#options = options;
    this.#epochsLeft = options.repeat;
  }

  async next(): Promise<IteratorResult<unknown, undefined>> {
    this.#settleLoan();
    let empty = false;
    while (!this.#closed) {
      this.#iterator ??= this.#source[Symbol.asyncIterator]();
      const iterator = this.#iterator;
      const result = await iterator.next();
      if (this.#closed) break;
      if (!result.done) return { done: false, value: await this.#convert(result.value) };
      this.#iterator = undefined;
      this.#epochsLeft -= 1;
      // An epoch without a batch would make an endless repetition spin.
      if (this.#epochsLeft <= 0 || empty) this.#closed = true;
      empty = true;
    }
    return { done: true, value: undefined };
  }

  /** Stops the source, unless the pass has ended. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#settleLoan();
    await this.#iterator?.return?.();
  }

  async #convert(batch: B): Promise<unknown> {
    const { map, borrow } = this.#options;
    const mayShare = this.#source.keep !== undefined;
    try {
      const { result, sharers } = collectSharers(() =>
        tidy(
          () => toTensors(map === undefined ? batch : map(batch), { copy: !mayShare }) as Tensor,
        ),
      );
      if (sharers.length > 0) {
        if (borrow && mayShare) this.#loan = { batch, tensors: sharers, backend: engine().backend };
        else this.#source.keep?.(batch);
      }
      return result;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Before the loader takes the last batch back: keeps it for tensors that are still alive. */
  #settleLoan(): void {
    const loan = this.#loan;
    this.#loan = undefined;
    // The backend counts tensors by their data, so it also sees what was cloned from a disposed one.
    if (loan?.tensors.some(({ dataId }) => loan.backend.refCount(dataId) > 0)) {
      this.#source.keep?.(loan.batch);
    }
  }
}

import { takeBack } from '@dareblopy/core/internal';
import { BatcherError } from './batcher-error.ts';
import { Gathering } from './gathering.ts';
import type { BatcherLimits } from './limits.ts';
import type { RowDecoder } from './row-decoder.ts';
import { Ticket } from './ticket.ts';

/** What a batcher has done, and has to do. */
export interface BatcherStats {
  /** Samples accepted and not answered yet. */
  readonly pending: number;
  /** Batches that the model works on. */
  readonly running: number;
  readonly batches: number;
  /** Samples that went through the model. */
  readonly samples: number;
  /** Samples refused because there were too many. */
  readonly refused: number;
}

/** Runs the model on a batch of as many rows as there are samples; a result a row. */
export type RunBatch<S, R> = (
  batch: unknown,
  samples: readonly S[],
) => readonly R[] | Promise<readonly R[]>;

/** Gathers single samples into batches. */
export class Batcher<S, R> {
  readonly #decoder: RowDecoder<S>;
  readonly #model: RunBatch<S, R>;
  readonly #limits: BatcherLimits;
  /** Memory of batches, recycled. One more than can run: one gathers meanwhile. */
  readonly #free: (readonly ArrayBuffer[])[] = [];
  #allocated = 0;
  #gathering: Gathering<S, R> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The batch that gathers is full, or has waited long enough. */
  #due = false;
  /** Samples for which no batch has room yet. */
  #queue: Ticket<S, R>[] = [];
  #closing: { promise: Promise<void>; done: () => void } | undefined;
  #pending = 0;
  #running = 0;
  #batches = 0;
  #samples = 0;
  #refused = 0;

  /** @internal */
  constructor(decoder: RowDecoder<S>, model: RunBatch<S, R>, limits: BatcherLimits) {
    this.#decoder = decoder;
    this.#model = model;
    this.#limits = limits;
  }

  /**
   * Decodes a sample, runs it through the model together with others, and answers its own result.
   *
   * @param signal gives it up, at any stage: rejects with its reason. `AbortSignal.timeout(ms)` is a deadline.
   * @throws BatcherError when `maxPending` samples are under way already, or the batcher is closed; the Decoder's error for a
   *   sample that cannot be decoded, which disturbs no other; the model's error, to every sample of its batch.
   */
  async run(sample: S, { signal }: { readonly signal?: AbortSignal } = {}): Promise<R> {
    signal?.throwIfAborted();
    if (this.#closing) throw new BatcherError('BATCHER_CLOSED', 'The batcher is closed');
    if (this.full) {
      this.#refused += 1;
      throw new BatcherError(
        'BATCHER_OVERLOADED',
        `Expected fewer than ${this.#limits.maxPending} samples at once: try again later`,
      );
    }
    this.#pending += 1;
    const ticket = new Ticket<S, R>(sample, signal, () => this.#settled());
    this.#admit(ticket);
    return ticket.result;
  }

  /** Whether the next sample would be refused. */
  get full(): boolean {
    return this.#pending >= this.#limits.maxPending;
  }

  stats(): BatcherStats {
    return {
      pending: this.#pending,
      running: this.#running,
      batches: this.#batches,
      samples: this.#samples,
      refused: this.#refused,
    };
  }

  /** Takes no more samples, at once answers those that wait, and resolves when all have their answer. */
  close(): Promise<void> {
    if (!this.#closing) {
      let done!: () => void;
      const promise = new Promise<void>((resolve) => (done = resolve));
      this.#closing = { promise, done };
      this.#due = true;
      this.#pump();
    }
    return this.#closing.promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #settled(): void {
    this.#pending -= 1;
    // An aborted sample is not to hold its bytes until its turn would have come.
    if (this.#queue.some(({ settled }) => settled)) {
      this.#queue = this.#queue.filter(({ settled }) => !settled);
    }
  }

  #admit(ticket: Ticket<S, R>): void {
    if (this.#gathering && this.#gathering.rows >= this.#limits.maxBatch) {
      this.#queue.push(ticket);
      return;
    }
    if (!this.#gathering) {
      const buffers = this.#takeBuffers();
      if (!buffers) {
        this.#queue.push(ticket);
        return;
      }
      this.#gathering = new Gathering(this.#decoder, buffers);
      const waited = performance.now() - ticket.arrived;
      this.#due = this.#closing !== undefined;
      this.#timer = setTimeout(() => this.#onDue(), Math.max(0, this.#limits.maxWait - waited));
    }
    this.#gathering.add(ticket);
    if (this.#gathering.rows >= this.#limits.maxBatch) this.#due = true;
    this.#pump();
  }

  #onDue(): void {
    this.#due = true;
    this.#pump();
  }

  /** Starts the batch that gathers, if it is time and the model has time. */
  #pump(): void {
    const gathering = this.#gathering;
    if (gathering && this.#due && this.#running < this.#limits.concurrency) {
      clearTimeout(this.#timer);
      this.#gathering = undefined;
      this.#due = false;
      void this.#run(gathering);
      const queue = this.#queue;
      this.#queue = [];
      for (const ticket of queue) this.#admit(ticket);
    } else if (this.#closing && !gathering && this.#running === 0) {
      this.#free.length = 0;
      this.#closing.done();
    }
  }

  async #run(gathering: Gathering<S, R>): Promise<void> {
    this.#running += 1;
    const { batch, tickets } = await gathering.seal();
    if (tickets.length > 0) await this.#answer(batch, tickets);
    // Whoever still has the batch's arrays sees empty ones from now on.
    const buffers = gathering.buffers.map((buffer) => takeBack(buffer));
    if (buffers.every((buffer) => buffer !== undefined)) this.#free.push(buffers);
    else this.#allocated -= 1;
    this.#running -= 1;
    const queue = this.#queue;
    this.#queue = [];
    for (const ticket of queue) this.#admit(ticket);
    this.#pump();
  }

  async #answer(batch: unknown, tickets: readonly Ticket<S, R>[]): Promise<void> {
    const started = performance.now();
    const rows = tickets.length;
    try {
      const results = await this.#model(
        batch,
        tickets.map(({ sample }) => sample),
      );
      if (results.length !== rows) {
        throw new TypeError(
          `Expected a result for each of ${rows} rows but received ${results.length}`,
        );
      }
      for (const [row, ticket] of tickets.entries()) ticket.answer(results[row]!);
    } catch (error) {
      for (const ticket of tickets) ticket.fail(error);
    }
    this.#batches += 1;
    this.#samples += rows;
    this.#limits.onBatch?.({
      rows,
      waitMilliseconds: started - tickets[0]!.arrived,
      runMilliseconds: performance.now() - started,
    });
  }

  #takeBuffers(): readonly ArrayBuffer[] | undefined {
    const free = this.#free.pop();
    if (free || this.#allocated > this.#limits.concurrency) return free;
    this.#allocated += 1;
    return this.#decoder.allocate(this.#limits.maxBatch);
  }
}

import type { BatchPlan } from '../feed/feed.ts';
import { isPromise, untilAborted } from './abort.ts';
import type { Clock } from './clock.ts';
import type { Loan } from './loan.ts';

/** What a map function is told beside the batch. */
export interface MapContext {
  readonly epoch: number;
  /** Number of the batch in its epoch, counted from where the iteration began. */
  readonly batch: number;
}

/** One step between decoding and delivery. */
export interface MapStage {
  /** Whether batches go through one at a time, in order. */
  readonly inOrder: boolean;
  /** The new batch. The loan then covers the memory of the result. */
  apply(
    batch: unknown,
    loan: Loan,
    plan: BatchPlan<unknown>,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** Frees what the stage holds. */
  close(): Promise<void>;
}

/** A function on the JavaScript thread. */
export class FunctionStage implements MapStage {
  readonly inOrder = true;
  readonly #map: (batch: never, context: MapContext) => unknown;
  readonly #clock: Clock;

  constructor(map: (batch: never, context: MapContext) => unknown, clock: Clock) {
    this.#map = map;
    this.#clock = clock;
  }

  async apply(
    batch: unknown,
    _loan: Loan,
    { epoch, batch: number }: BatchPlan<unknown>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const start = performance.now();
    try {
      const mapped = this.#map(batch as never, { epoch, batch: number });
      this.#clock.blocking.map += performance.now() - start;
      return isPromise(mapped) ? await untilAborted(mapped, signal) : mapped;
    } finally {
      this.#clock.busy.map += performance.now() - start;
    }
  }

  async close(): Promise<void> {}
}

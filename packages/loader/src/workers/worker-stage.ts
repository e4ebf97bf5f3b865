import { availableParallelism } from 'node:os';
import { DareblopyError } from '@dareblopy/core';
import type { BatchPlan } from '../feed/feed.ts';
import { untilAborted } from '../run/abort.ts';
import type { Clock } from '../run/clock.ts';
import type { Loan } from '../run/loan.ts';
import type { MapStage } from '../run/map-stage.ts';
import { buffersOf } from './buffers-of.ts';
import { WorkerPool } from './worker-pool.ts';

/** How `mapWorkers` works. */
export interface MapWorkersOptions {
  /** Number of worker threads; default: the number of CPUs less one, at least one. */
  workers?: number;
}

// Threads of loaders that are garbage are ended: nothing else refers to them.
const abandoned = new FinalizationRegistry<WorkerPool>((pool) => void pool.close());

/** Puts batches through a function in worker threads; results in the order of batches. */
export class WorkerStage implements MapStage {
  readonly inOrder = false;
  readonly #pool: WorkerPool;
  readonly #clock: Clock;

  /** @throws RangeError for a number of workers that cannot be; TypeError for a relative path. */
  constructor(module: URL | string, { workers }: MapWorkersOptions, clock: Clock) {
    const size = workers ?? Math.max(1, availableParallelism() - 1);
    if (!Number.isInteger(size) || size < 1 || size > 1024) {
      throw new RangeError(`Expected workers from 1 to 1024 but received ${size}`);
    }
    this.#pool = new WorkerPool(module, size);
    this.#clock = clock;
    clock.workers += size;
    abandoned.register(this, this.#pool);
  }

  async apply(
    batch: unknown,
    loan: Loan,
    { epoch, batch: number, indices }: BatchPlan<unknown>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const inputs = loan.buffers;
    try {
      const task = { batch, context: { epoch, batch: number }, inputs };
      const answer = await untilAborted(this.#pool.run(task), signal);
      this.#clock.busy.workers += answer.milliseconds;
      // The result's own memory goes the way of a batch's: lent, then moved away from its user.
      loan.replace([...buffersOf(answer.result), ...answer.returned]);
      return answer.result;
    } catch (cause) {
      if (signal.aborted) {
        await this.#pool.stopWork();
        throw signal.reason;
      }
      const { message } = cause instanceof Error ? cause : { message: String(cause) };
      throw new DareblopyError(
        'LOADER_WORKER',
        `mapWorkers failed for batch ${number} of epoch ${epoch} (samples ${some(indices)}): ${message}`,
        { record: number, cause },
      );
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

function some(indices: Float64Array): string {
  const first = [...indices.subarray(0, 8)].join(', ');
  return indices.length > 8 ? `${first}, ...` : first;
}

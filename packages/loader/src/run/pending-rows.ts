import type { RandomAccess } from '@dareblopy/core';
import type { BatchPlan } from '../feed/feed.ts';
import { isPromise, untilAborted } from './abort.ts';

/** The rows of a batch while some are missing or bad: the sample each should hold, and those loaded. */
export class PendingRows<S> {
  readonly positions: Float64Array;
  /** May be the plan's own array: it is copied before an element changes. */
  indices: Float64Array;
  readonly samples: (S | undefined)[];
  #missing: readonly number[] | 'all'; // rows whose sample has to be got yet
  readonly #tries = new Map<number, number>(); // how often a row was given another sample

  constructor(
    positions: Float64Array,
    indices: Float64Array,
    samples: (S | undefined)[],
    missing: readonly number[] | 'all',
  ) {
    this.positions = positions;
    this.indices = indices;
    this.samples = samples;
    this.#missing = missing;
  }

  static of<S>({ positions, indices, samples }: BatchPlan<S>): PendingRows<S> {
    if (samples) return new PendingRows(positions, indices, samples.slice(), []);
    return new PendingRows(positions, indices, new Array(indices.length), 'all');
  }

  get count(): number {
    return this.indices.length;
  }

  /** Gets the missing samples. Returns the rows for which that failed. */
  async fetch(items: RandomAccess<S>, signal: AbortSignal): Promise<Map<number, unknown>> {
    const failures = new Map<number, unknown>();
    const rows = this.#missing === 'all' ? Array.from(this.indices.keys()) : this.#missing;
    this.#missing = [];
    if (items.getMany && rows.length > 0) {
      try {
        const got = await untilAborted(
          items.getMany(rows.map((row) => this.indices[row]!)),
          signal,
        );
        rows.forEach((row, i) => {
          this.samples[row] = got[i]!;
        });
        return failures;
      } catch {
        signal.throwIfAborted(); // else one by one, to find out which failed
      }
    }
    const waiting: PromiseLike<void>[] = [];
    for (const row of rows) {
      try {
        const sample = items.get(this.indices[row]!);
        if (!isPromise(sample)) this.samples[row] = sample;
        else {
          waiting.push(
            sample.then(
              (value) => {
                this.samples[row] = value;
              },
              (error) => {
                failures.set(row, error);
              },
            ),
          );
        }
      } catch (error) {
        failures.set(row, error);
      }
    }
    if (waiting.length > 0) await untilAborted(Promise.all(waiting), signal);
    return failures;
  }

  /** The rows without those of `failed`. */
  without(failed: ReadonlyMap<number, unknown>): PendingRows<S> {
    const kept = [...this.indices.keys()].filter((row) => !failed.has(row));
    return new PendingRows(
      Float64Array.from(kept, (row) => this.positions[row]!),
      Float64Array.from(kept, (row) => this.indices[row]!),
      kept.map((row) => this.samples[row]),
      this.#missing === 'all' ? 'all' : [], // rows are left out once all were asked for, or none
    );
  }

  /** How many times the row got another sample. */
  tries(row: number): number {
    return this.#tries.get(row) ?? 0;
  }

  /** Gives row `row` another sample. Without `sample` it is fetched later. */
  replace(row: number, index: number, sample?: S): void {
    if (this.#tries.size === 0) this.indices = this.indices.slice();
    this.#tries.set(row, this.tries(row) + 1);
    this.indices[row] = index;
    this.samples[row] = sample;
    if (sample === undefined && this.#missing !== 'all') this.#missing = [...this.#missing, row];
  }
}

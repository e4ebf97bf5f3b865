import { DareblopyError } from '@dareblopy/core';
import type { BadSample, BadSamplePolicy } from '../types.ts';

/** How many bad samples an error lists. */
const LISTED = 10;
/** How many `stats()` remembers. */
const REMEMBERED = 1000;

/** The error that ends an iteration for one sample. */
export function sampleError({ index, name, epoch, error }: BadSample): DareblopyError {
  const told = name === undefined ? '' : ` ('${name}')`;
  return new DareblopyError(
    'LOADER_SAMPLE',
    `Sample ${index}${told} failed in epoch ${epoch}: ${error.message}`,
    { record: index, ...(name === undefined ? {} : { path: name }), cause: error },
  );
}

/** The record of a sample that failed. `thrown` need not be an Error. */
export function badSample(
  index: number,
  sample: unknown,
  epoch: number,
  thrown: unknown,
): BadSample {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { index, name: nameOf(sample), epoch, error };
}

function nameOf(sample: unknown): string | undefined {
  if (typeof sample === 'string') return sample;
  if (sample instanceof URL) return sample.href;
  if (typeof sample !== 'object' || sample === null) return undefined;
  const { name, key } = sample as { name?: unknown; key?: unknown };
  return typeof name === 'string' ? name : typeof key === 'string' ? key : undefined;
}

/** Counts bad samples epoch by epoch, in the order of batches, and says when there are too many. */
export class BadSampleCounters {
  readonly #policy: BadSamplePolicy;
  readonly #samplesPerEpoch: number | undefined;
  readonly #all: BadSample[] = [];
  #total = 0;
  #epoch = -1;
  #ofEpoch: BadSample[] = [];
  #seen = 0;
  #count = 0;

  /** `samplesPerEpoch`: of this rank; undefined where it is not known. */
  constructor(policy: BadSamplePolicy, samplesPerEpoch: number | undefined) {
    this.#policy = policy;
    this.#samplesPerEpoch = samplesPerEpoch;
  }

  /** The first thousand, in the order of batches. */
  get samples(): readonly BadSample[] {
    return this.#all;
  }

  /** How many there were, over all epochs. */
  get total(): number {
    return this.#total;
  }

  /**
   * Notes a batch of `rows` samples, of which `bad` failed.
   *
   * @throws LOADER_TOO_MANY_BAD_SAMPLES past `maxCount` or `maxShare`.
   */
  note(epoch: number, rows: number, bad: readonly BadSample[]): void {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#ofEpoch = [];
      this.#seen = 0;
      this.#count = 0;
    }
    this.#seen += rows;
    this.#count += bad.length;
    this.#total += bad.length;
    for (const sample of bad) {
      if (this.#ofEpoch.length < LISTED) this.#ofEpoch.push(sample);
      if (this.#all.length < REMEMBERED) this.#all.push(sample);
      this.#policy.onBad?.(sample);
    }
    if (bad.length > 0) this.#checkLimits();
  }

  #checkLimits(): void {
    const { maxCount = Number.POSITIVE_INFINITY, maxShare = 1 } = this.#policy;
    // A share of the epoch where its length is known; else of what was seen, once that says anything.
    const base = this.#samplesPerEpoch ?? Math.max(this.#seen, 1000);
    const allowed = Math.min(maxCount, Math.floor(maxShare * base));
    if (this.#count > allowed) throw tooManyBadSamples(this.#count, allowed, this.#ofEpoch);
  }
}

/** The error that lists the first bad samples. */
export function tooManyBadSamples(
  count: number,
  allowed: number,
  listed: readonly BadSample[],
): DareblopyError {
  const lines = listed.map(
    ({ index, name, error }) =>
      `\n  ${index}${name === undefined ? '' : ` ${name}`}: ${error.message}`,
  );
  const more = count > listed.length ? `\n  and ${count - listed.length} more` : '';
  return new DareblopyError(
    'LOADER_TOO_MANY_BAD_SAMPLES',
    `Expected at most ${allowed} bad samples an epoch but found ${count}:${lines.join('')}${more}`,
    { expected: allowed, actual: count, cause: listed[0]?.error },
  );
}

import type { RandomAccess } from '@dareblopy/core';
import { loadNative, nativeItemsOf } from '@dareblopy/core/internal';
import type { NativeItems } from '@dareblopy/native';
import type { DecodePlan } from '../decode/decode-plan.ts';
import { decodeRows, type Failures, type KnownResults } from '../decode/decode-rows.ts';
import type { BatchPlan } from '../feed/feed.ts';
import type { BadSample, BadSamplePolicy } from '../types.ts';
import { badSample, sampleError, tooManyBadSamples } from './bad-samples.ts';
import type { BufferPool } from './buffer-pool.ts';
import type { Clock } from './clock.ts';
import { EpochContext } from './epoch-context.ts';
import { Loan } from './loan.ts';
import { PendingRows } from './pending-rows.ts';

const NONE: Failures = new Map();

/** How many other samples are tried for a row before the loader gives up. */
const REPLACEMENTS = 16;

/** Epochs of which batches are made at the same time; an older one's context is made again. */
const MOST_EPOCHS = 4;

/** A batch on its way to the consumer. */
export interface MadeBatch {
  /** Undefined when no row is left. */
  readonly batch: unknown;
  readonly rows: number;
  readonly loan: Loan;
  readonly bad: readonly BadSample[];
}

/** What batches are made with. */
export interface BatchMakerOptions<S> {
  /** Undefined for sources that are read in order: their feed has the samples. */
  readonly source: RandomAccess<S> | undefined;
  readonly decode: DecodePlan<S>;
  readonly onBadSample: 'throw' | BadSamplePolicy;
  readonly seed: number;
  readonly rowSeed: number;
  readonly pool: BufferPool;
  readonly clock: Clock;
}

/** Turns plans into batches: gets the samples, decodes them, and applies the policy for bad ones. */
export class BatchMaker<S> {
  readonly #options: BatchMakerOptions<S>;
  #contexts: readonly EpochContext<S>[] = [];

  constructor(options: BatchMakerOptions<S>) {
    this.#options = options;
  }

  /** Samples to have read before their batches are made, 0 where that would not help, and at most. */
  get ahead(): { readonly rows: number; readonly mostRows: number } {
    const { source, decode, clock } = this.#options;
    return source && decode.nativeSamples ? clock.ahead : { rows: 0, mostRows: 0 };
  }

  /**
   * Reads the samples of batches of one epoch that will be made later, those that lie close together at
   * once. Undefined where they cannot be had so.
   */
  async load(
    plans: readonly BatchPlan<S>[],
    signal: AbortSignal,
  ): Promise<readonly NativeItems[] | undefined> {
    const { clock } = this.#options;
    try {
      const indices = joined(plans.map((plan) => plan.indices));
      const items = this.#nativeItems({ indices }, this.#contextOf(plans[0]!.epoch));
      if (!items) return undefined;
      const counts = plans.map((plan) => plan.indices.length);
      const { batches, ...reads } = await loadNative(items, counts, signal);
      clock.noteReads({ ...reads, rows: indices.length });
      return batches;
    } catch {
      return undefined; // `make` tells what is wrong
    }
  }

  /** Any number at a time. `loading`: what `load` answered for the plan. */
  async make(
    plan: BatchPlan<S>,
    signal: AbortSignal,
    loading?: Promise<NativeItems | undefined>,
  ): Promise<MadeBatch> {
    const { pool, clock, decode } = this.#options;
    let loaded = await loading;
    const context = this.#contextOf(plan.epoch);
    const take = (byteLength: number): ArrayBuffer => pool.take(byteLength);
    const bad: BadSample[] = [];
    let rows = PendingRows.of(plan);
    let answers: KnownResults = [];
    while (rows.count > 0) {
      const first = loaded; // for the rows as they were planned
      loaded = undefined;
      let items = decode.nativeOnly ? (first ?? this.#nativeItems(rows, context)) : undefined;
      let failures: Failures = items ? NONE : await this.#fetch(rows, context, signal);
      if (failures.size === 0) {
        if (!decode.nativeOnly) items = first ?? this.#nativeItems(rows, context);
        const { indices } = rows;
        const samples = rows.samples as readonly S[];
        const keys = context.keys.of(indices);
        const whole = { epoch: plan.epoch, indices, samples, items, keys };
        const decoded = await decodeRows(decode, whole, answers, { take, signal, clock });
        const loan = new Loan(pool, decoded.buffers);
        if (decoded.failures.size === 0)
          return { batch: decoded.batch, rows: rows.count, loan, bad };
        loan.end();
        failures = decoded.failures;
        answers = decoded.answers;
      }
      rows = this.#amend(rows, failures, bad, context, items && context.items);
    }
    return { batch: undefined, rows: 0, loan: new Loan(pool, []), bad };
  }

  /** Those of the latest epochs are kept: batches of a few may be under way at once. */
  #contextOf(epoch: number): EpochContext<S> {
    const known = this.#contexts.find((context) => context.epoch === epoch);
    if (known) return known;
    const { source, seed, rowSeed } = this.#options;
    const context = new EpochContext(source, epoch, seed, rowSeed);
    this.#contexts = [context, ...this.#contexts.slice(0, MOST_EPOCHS - 1)];
    return context;
  }

  /** The rows as native code reads them, where no handle is needed for that. */
  #nativeItems(
    { indices }: { indices: Float64Array },
    { items }: EpochContext<S>,
  ): NativeItems | undefined {
    if (!items || !this.#options.decode.nativeSamples) return undefined;
    const { clock } = this.#options;
    const start = performance.now();
    const native = nativeItemsOf(items, indices);
    const taken = performance.now() - start;
    clock.blocking.source += taken;
    clock.busy.source += taken;
    return native;
  }

  async #fetch(
    rows: PendingRows<S>,
    context: EpochContext<S>,
    signal: AbortSignal,
  ): Promise<Failures> {
    if (!context.items) return new Map();
    const start = performance.now();
    const fetching = rows.fetch(context.items, signal);
    this.#options.clock.blocking.source += performance.now() - start;
    const failures = await fetching;
    this.#options.clock.busy.source += performance.now() - start;
    return failures;
  }

  /** Notes what failed, and answers the rows to try next. `handles`: where samples got no handle yet. */
  #amend(
    rows: PendingRows<S>,
    failures: Failures,
    bad: BadSample[],
    context: EpochContext<S>,
    handles: RandomAccess<S> | undefined,
  ): PendingRows<S> {
    const policy = this.#options.onBadSample;
    const failed = [...failures].sort(([a], [b]) => a - b);
    for (const [row, error] of failed) {
      const index = rows.indices[row]!;
      const sample = rows.samples[row] ?? handleOf(handles, index);
      bad.push(badSample(index, sample, context.epoch, error));
    }
    if (policy === 'throw') throw sampleError(bad[0]!);
    if (policy.action === 'skip') return rows.without(failures);
    const good = [...rows.indices.keys()].filter((row) => !failures.has(row));
    for (const [row] of failed) {
      if (rows.tries(row) === REPLACEMENTS)
        throw tooManyBadSamples(bad.length, bad.length - 1, bad);
      if (context.items) {
        rows.replace(row, context.replacement(rows.positions[row]!, rows.tries(row)));
        continue;
      }
      // What is read in order cannot be asked for another sample: one of this batch is repeated.
      if (good.length === 0) throw tooManyBadSamples(bad.length, rows.count - 1, bad);
      const [key] = context.keys.of([rows.positions[row]!]);
      const other = good[Number(key! % BigInt(good.length))]!;
      rows.replace(row, rows.indices[other]!, rows.samples[other]);
    }
    return rows;
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The handle of a sample that failed, for its name, where none had to be made before. */
function handleOf(handles: RandomAccess<unknown> | undefined, index: number): unknown {
  try {
    return handles?.get(index);
  } catch {
    return undefined; // the source was closed: that is what failed
  }
}

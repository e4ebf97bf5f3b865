import type { ByteInput, Decoder } from '@dareblopy/core';
import { arrayOver, resolveItems } from '@dareblopy/core/extend';
import { decodeParts } from '@dareblopy/core/internal';
import type { DecodedBatch, NativeItems } from '@dareblopy/native';
import { isPromise, untilAborted } from '../run/abort.ts';
import type { Clock } from '../run/clock.ts';
import type { SampleFunction } from '../types.ts';
import type { DecodePlan, NativeGroup } from './decode-plan.ts';
import { functionColumn, type TakeBuffer } from './function-column.ts';

/** The samples of one batch, one entry a row in each list. */
export interface Rows<S> {
  readonly epoch: number;
  /** Indices in the source. */
  readonly indices: Float64Array;
  /** Empty where only native decoders look at them, and `items` is there. */
  readonly samples: readonly S[];
  /** The samples as native code reads them, where the source can tell without making handles. */
  readonly items: NativeItems | undefined;
  readonly keys: BigUint64Array;
}

/** What functions answered in an earlier attempt, for each column by sample: they are not asked again. */
export type KnownResults = readonly ReadonlyMap<number, unknown>[];

/** What decoding needs beside the rows. */
export interface DecodeContext {
  readonly take: TakeBuffer;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Rows that failed, and why. */
export type Failures = ReadonlyMap<number, unknown>;

/** A batch, or why there is none yet. */
export interface DecodedRows {
  /** The batch; undefined when rows failed. */
  readonly batch: unknown;
  /** Memory that was taken, also where rows failed. */
  readonly buffers: readonly ArrayBuffer[];
  readonly failures: Failures;
  readonly answers: KnownResults;
}

/** Puts rows through everything that `decode` asks for, native decoders first: they run meanwhile. */
export async function decodeRows<S>(
  plan: DecodePlan<S>,
  rows: Rows<S>,
  known: KnownResults,
  context: DecodeContext,
): Promise<DecodedRows> {
  const failures = new Map<number, unknown>();
  const buffers: ArrayBuffer[] = [];
  const take: TakeBuffer = (byteLength) => {
    const buffer = context.take(byteLength);
    buffers.push(buffer);
    return buffer;
  };
  const inner = { ...context, take };
  const native = plan.groups.map((group) => decodeGroup(group, rows, failures, inner));
  let answers: unknown[][] | undefined;
  let others: unknown[];
  let groups: unknown[][];
  try {
    const functions = plan.parts.filter((part) => part.kind === 'function');
    const columns = functions.map((part, i) => ask(part.of, rows, known[i], failures, inner));
    const decoders = plan.parts.filter((part) => part.kind === 'decoder');
    const decoded = decoders.map((part) => decodeForeign(part.decoder, rows, failures, inner));
    [groups, answers, others] = await Promise.all([
      Promise.all(native),
      Promise.all(columns),
      Promise.all(decoded),
    ]);
  } catch (error) {
    await Promise.allSettled(native); // no thread writes to the buffers any more
    throw error;
  }
  if (failures.size > 0) {
    return { batch: undefined, buffers, failures, answers: remember(answers, rows, failures) };
  }
  const asked = answers.values();
  const foreign = others.values();
  const values = plan.parts.map((part) => {
    if (part.kind === 'native') return groups[part.group]![part.place];
    if (part.kind === 'decoder') return foreign.next().value;
    return functionColumn(asked.next().value!, part.name, rows.indices, take);
  });
  const batch = plan.single
    ? values[0]
    : Object.fromEntries(plan.parts.map((part, i) => [part.name, values[i]]));
  return { batch, buffers, failures, answers: [] };
}

async function decodeGroup<S>(
  { select, sides }: NativeGroup<S>,
  { samples, indices, keys, items: known }: Rows<S>,
  failures: Map<number, unknown>,
  { take, signal, clock }: DecodeContext,
): Promise<unknown[]> {
  const items = select || !known ? await itemsOfRows(samples, select, failures, signal) : known;
  if (!items) return [];
  const rows = indices.length;
  const buffers = sides.map((side) => side.columns.map((column) => take(column.rowBytes * rows)));
  const parts = sides.map((side, d) => ({ side: side as never, outputs: buffers[d]! }));
  // Nobody else has a reference to the buffers until the promise settles.
  const decoded = await decodeParts(items, parts, { keys, direct: true, signal });
  clock.busy.read += decoded.readNanos / 1e6;
  clock.busy.inflate += decoded.inflateNanos / 1e6;
  clock.busy.decode += decoded.decodeNanos / 1e6;
  noteStorage(decoded, rows, clock);
  for (const [row, error] of decoded.failures ?? []) failures.set(row, error);
  if (decoded.failures) return [];
  return sides.map((side, d) => {
    const columns = side.columns.map(({ dtype, rowShape }, c) =>
      arrayOver(dtype, [rows, ...rowShape], buffers[d]![c]!),
    );
    return side.assemble(columns, decoded.values[d], rows);
  });
}

/** Tells what this batch showed of the storage; rows of which bytes lay in memory tell nothing. */
function noteStorage(decoded: DecodedBatch, rows: number, clock: Clock): void {
  clock.ahead.noteWork(rows, decoded.decodeNanos);
  const { waitedRows = 0, waitNanos = 0, waitedBytes = 0 } = decoded;
  clock.noteReads({ rows: waitedRows, nanos: waitNanos, bytes: waitedBytes });
}

/** The rows' bytes as native items; undefined where some cannot even be asked for. */
async function itemsOfRows<S>(
  samples: readonly S[],
  select: ((sample: S) => ByteInput) | undefined,
  failures: Map<number, unknown>,
  signal: AbortSignal,
): Promise<NativeItems | undefined> {
  const inputOf = (sample: S): ByteInput => (select ? select(sample) : (sample as ByteInput));
  try {
    return await resolveItems(samples.map(inputOf), signal);
  } catch (error) {
    signal.throwIfAborted();
    const found = failures.size;
    for (const [row, sample] of samples.entries()) {
      try {
        await resolveItems([inputOf(sample)], signal);
      } catch (reason) {
        signal.throwIfAborted();
        failures.set(row, reason);
      }
    }
    if (failures.size === found) throw error; // each for itself is good
    return undefined;
  }
}

/** A Decoder in JavaScript fails as a whole: then its rows are tried one by one to find out which. */
async function decodeForeign<S>(
  decoder: Decoder<S, unknown>,
  { samples, keys: shared }: Rows<S>,
  failures: Map<number, unknown>,
  { signal, clock }: DecodeContext,
): Promise<unknown> {
  const start = performance.now();
  const keys = shared.slice(); // a user's code may transfer it
  try {
    return await untilAborted(decoder.decode(samples, { keys, signal }), signal);
  } catch (error) {
    signal.throwIfAborted();
    const found = failures.size;
    for (let row = 0; row < samples.length; row++) {
      const options = { keys: keys.slice(row, row + 1), signal };
      await untilAborted(decoder.decode([samples[row]!], options), signal).catch((reason) => {
        signal.throwIfAborted();
        failures.set(row, reason);
      });
    }
    if (failures.size === found) throw error; // each for itself is good
    return undefined;
  } finally {
    clock.busy.transform += performance.now() - start;
  }
}

/** A function's answers, one a row. */
async function ask<S>(
  of: SampleFunction<S, unknown>,
  { samples, indices, epoch }: Rows<S>,
  known: ReadonlyMap<number, unknown> | undefined,
  failures: Map<number, unknown>,
  { signal, clock }: DecodeContext,
): Promise<unknown[]> {
  const start = performance.now();
  const waiting: Promise<void>[] = [];
  const answers = new Array<unknown>(samples.length);
  for (let row = 0; row < samples.length; row++) {
    const index = indices[row]!;
    if (known?.has(index)) {
      answers[row] = known.get(index);
      continue;
    }
    try {
      const answer = of(samples[row]!, { index, epoch });
      if (!isPromise(answer)) {
        answers[row] = answer;
        continue;
      }
      const settled = answer.then(
        (value) => {
          answers[row] = value;
        },
        (error) => {
          failures.set(row, error);
        },
      );
      waiting.push(settled as Promise<void>);
    } catch (error) {
      failures.set(row, error);
    }
  }
  clock.blocking.transform += performance.now() - start;
  if (waiting.length > 0) await untilAborted(Promise.all(waiting), signal);
  clock.busy.transform += performance.now() - start;
  return answers;
}

function remember<S>(
  answers: readonly unknown[][],
  rows: Rows<S>,
  failures: Failures,
): KnownResults {
  return answers.map((column) => {
    const known = new Map<number, unknown>();
    column.forEach((answer, row) => {
      if (!failures.has(row)) known.set(rows.indices[row]!, answer);
    });
    return known;
  });
}

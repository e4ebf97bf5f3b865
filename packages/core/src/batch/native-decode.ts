import type { DecodedBatch, NativeItems } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { FixedDType } from '../array/dtype.ts';
import { isFixedDType } from '../array/dtype.ts';
import type { NDArray } from '../array/nd-array.ts';
import { arrayOver } from '../array/nd-array.ts';
import type { ByteInput } from '../source/byte-source.ts';
import { checkInto } from '../source/into.ts';
import { closeTemporary, itemsOf, resolveItems } from '../source/items.ts';
import { trackPending } from '../source/pending.ts';
import { withSignal } from '../source/signal.ts';
import type { Column, DecodeOptions, NativeDecoderSide } from './decoder.ts';
import { newBatchBuffer } from './lend.ts';

/** One decoder's part in a native batch. */
export interface DecodePart {
  readonly side: NativeDecoderSide<never, unknown>;
  /** An array per fixed column, with room for all rows. */
  readonly outputs: readonly (ArrayBuffer | ArrayBufferView)[];
}

export interface DecodePartsOptions {
  readonly keys?: BigUint64Array | undefined;
  /** `outputs` are memory that no user's code has a reference to, or that cannot be detached. */
  readonly direct: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads each item once and gives it to every decoder, on the pool. Rows that fail are answered in
 * `failures`; nothing else rejects but an abort, or running out of memory.
 */
export function decodeParts(
  items: NativeItems,
  parts: readonly DecodePart[],
  { keys, direct, signal }: DecodePartsOptions,
): Promise<DecodedBatch> {
  const options = {
    decoders: parts.map((part) => part.side.handle),
    outputs: parts.map((part) => part.outputs),
    items,
    keys,
    direct,
  };
  return withSignal(signal, (cancel) => {
    const decoding = native.decodeBatch(options, cancel);
    closeTemporary(items);
    return trackPending(items.sets, decoding);
  });
}

/** Fresh arrays for the fixed columns of `rows` rows. */
export function allocateColumns(columns: readonly Column[], rows: number): NDArray<FixedDType>[] {
  return columns.map((column) =>
    arrayOver(column.dtype, [rows, ...column.rowShape], newBatchBuffer(column.rowBytes * rows)),
  );
}

/** Decodes a batch whole: the first row that fails rejects. */
export async function decodeBatch<S, B>(
  side: NativeDecoderSide<S, B>,
  samples: readonly S[],
  { into, keys, signal }: DecodeOptions<B>,
): Promise<B> {
  const items = await resolveItems(inputsOf(side, samples), signal);
  const arrays =
    into === undefined ? allocateColumns(side.columns, samples.length) : side.columnsOf(into);
  const direct = into === undefined || arrays.every((array) => checkInto(array.data));
  const part: DecodePart = { side: side as never, outputs: arrays.map((array) => array.data) };
  const decoded = await decodeParts(items, [part], { keys, direct, signal });
  return assembleWhole(side, arrays, decoded, samples.length);
}

/** Decodes a batch on the calling thread. */
export function decodeBatchSync<S, B>(
  side: NativeDecoderSide<S, B>,
  samples: readonly S[],
  { into, keys }: Omit<DecodeOptions<B>, 'signal'> = {},
): B {
  const items = itemsOf(inputsOf(side, samples));
  const arrays =
    into === undefined ? allocateColumns(side.columns, samples.length) : side.columnsOf(into);
  const outputs = [arrays.map((array) => array.data)];
  const decoded = native.decodeBatchSync({
    decoders: [side.handle],
    items,
    keys,
    outputs,
    direct: true,
  });
  closeTemporary(items);
  return assembleWhole(side, arrays, decoded, samples.length);
}

function inputsOf<S, B>(
  side: NativeDecoderSide<S, B>,
  samples: readonly S[],
): readonly ByteInput[] {
  const { select } = side;
  return select === undefined
    ? (samples as readonly ByteInput[])
    : samples.map((sample) => select(sample));
}

function assembleWhole<S, B>(
  side: NativeDecoderSide<S, B>,
  arrays: readonly NDArray<FixedDType>[],
  decoded: DecodedBatch,
  rows: number,
): B {
  const [failure] = decoded.failures ?? [];
  if (failure !== undefined) throw failure[1];
  return side.assemble(arrays, decoded.values[0], rows);
}

/** The fixed columns of a native decoder. */
export function columnsOfHandle(handle: NativeDecoderSide<never, unknown>['handle']): Column[] {
  return native.decoderColumns(handle).map((column) => {
    if (!isFixedDType(column.dtype)) throw new TypeError(`unknown dtype ${column.dtype}`);
    return column as Column;
  });
}

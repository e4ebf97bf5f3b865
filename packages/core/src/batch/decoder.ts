import type { DecoderHandle, NativeColumn } from '@dareblopy/native';
import type { FixedDType } from '../array/dtype.ts';
import type { NDArray } from '../array/nd-array.ts';
import type { ByteInput } from '../source/byte-source.ts';

export interface DecodeOptions<B> {
  /** A batch of an earlier call, or of the same shapes: filled and answered. */
  readonly into?: B;
  /** One 64-bit key a row, from which all its random choices are drawn. Default: the row's number. */
  readonly keys?: BigUint64Array;
  readonly signal?: AbortSignal;
}

/**
 * Turns samples into a batch. Recognised by the member {@link nativeDecoder}, whose value is the native
 * side; a decoder without one works too, on the JavaScript thread.
 */
export interface Decoder<in S, out B> {
  decode(samples: readonly S[], options?: DecodeOptions<unknown>): Promise<B>;
}

/** The member by which a Decoder shows its native side. */
export const nativeDecoder: unique symbol = Symbol.for('dareblopy.decoder') as never;

/** A column whose rows all have the same shape; the batch's array is [n, ...rowShape]. */
export interface Column extends NativeColumn {
  readonly dtype: FixedDType;
}

/** The native side of a Decoder: what the loader and other decoders compose with. */
export interface NativeDecoderSide<S, B> {
  readonly handle: DecoderHandle;
  /** The fixed columns, in order. */
  readonly columns: readonly Column[];
  /** The bytes of a sample; absent when samples are bytes themselves. */
  readonly select?: (sample: S) => ByteInput;
  /** Puts a batch together from its fixed columns and what the variable rows came to. */
  assemble(columns: readonly NDArray<FixedDType>[], variable: unknown, rows: number): B;
  /** The arrays of the fixed columns of a batch, in order: the inverse of `assemble`. */
  columnsOf(batch: B): readonly NDArray<FixedDType>[];
}

export interface NativeDecoder<in S, B> extends Decoder<S, B> {
  readonly [nativeDecoder]: NativeDecoderSide<S, B>;
}

/** The native side of a decoder, if it has one. */
export function nativeSideOf<S, B>(decoder: Decoder<S, B>): NativeDecoderSide<S, B> | undefined {
  return (decoder as Partial<NativeDecoder<S, B>>)[nativeDecoder];
}

export function isDecoder(value: unknown): value is Decoder<unknown, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { decode?: unknown }).decode === 'function'
  );
}

import type { DecoderHandle } from '@dareblopy/native';
import type { FixedDType } from '../array/dtype.ts';
import type { NDArray } from '../array/nd-array.ts';
import type { DecodeOptions, NativeDecoder, NativeDecoderSide } from './decoder.ts';
import { nativeDecoder } from './decoder.ts';
import { columnsOfHandle, decodeBatch } from './native-decode.ts';

/** A public Decoder around a native side. Format packages make theirs with it. */
export function createNativeDecoder<S, B>(side: NativeDecoderSide<S, B>): NativeDecoder<S, B> {
  return {
    [nativeDecoder]: side,
    decode: (samples, options = {}) => decodeBatch(side, samples, options as DecodeOptions<B>),
  };
}

/** The native side of a decoder with one fixed column, whose batch is that column's NDArray. */
export function singleColumnSide<S, D extends FixedDType>(
  handle: DecoderHandle,
): NativeDecoderSide<S, NDArray<D>> {
  return {
    handle,
    columns: columnsOfHandle(handle),
    assemble: ([array]) => array as unknown as NDArray<D>,
    columnsOf: (batch) => [batch as unknown as NDArray<FixedDType>],
  };
}

/** The native side of a decoder without fixed columns, whose batch is what its rows came to. */
export function variableSide<S, B>(handle: DecoderHandle): NativeDecoderSide<S, B> {
  return {
    handle,
    columns: [],
    assemble: (_columns, variable) => variable as B,
    columnsOf: () => [],
  };
}

import { native } from '@dareblopy/native';
import type { NDArray } from '../array/nd-array.ts';
import type { NativeDecoder, NativeDecoderSide } from '../batch/decoder.ts';
import { createNativeDecoder, singleColumnSide, variableSide } from '../batch/native-decoder.ts';
import type { ByteInput } from '../source/byte-source.ts';
import type { PixelDType, RowOptionsInput } from './row-options.ts';
import { resolveRowOptions } from './row-options.ts';

/** A Decoder of images: one array with a `size`, else one for each sample. */
export function imageDecoderWith(
  options: RowOptionsInput,
  dtypes?: readonly (PixelDType | 'uint16')[],
): NativeDecoder<ByteInput, NDArray | NDArray[]> {
  const handle = native.imageDecoder(resolveRowOptions(options, dtypes));
  const side = options.size === undefined ? variableSide(handle) : singleColumnSide(handle);
  return createNativeDecoder(side as NativeDecoderSide<ByteInput, NDArray | NDArray[]>);
}

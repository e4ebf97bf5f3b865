import { native } from '@dareblopy/native';
import type { NDArray } from '../array/nd-array.ts';
import type { ByteInput } from '../source/byte-source.ts';
import type { NativeDecoder } from './decoder.ts';
import { createNativeDecoder, variableSide } from './native-decoder.ts';

/**
 * A Decoder of UTF-8 text: the batch is a string array [n].
 *
 * @throws DareblopyError TEXT_INVALID_UTF8 with the offset of the first byte that is not UTF-8.
 */
export function text(): NativeDecoder<ByteInput, NDArray<'string'>> {
  return createNativeDecoder(variableSide<ByteInput, NDArray<'string'>>(native.textDecoder()));
}

import { native } from '@dareblopy/native';
import type { FixedDType } from '../array/dtype.ts';
import { isFixedDType } from '../array/dtype.ts';
import type { NDArray } from '../array/nd-array.ts';
import { elementCount } from '../array/nd-array.ts';
import type { ByteInput } from '../source/byte-source.ts';
import type { NativeDecoder } from './decoder.ts';
import { createNativeDecoder, singleColumnSide } from './native-decoder.ts';

export interface RawOptions {
  /** Byte order of the samples; the batch is in the machine's. Default 'little'. */
  readonly endian?: 'little' | 'big';
}

/**
 * A Decoder of bytes that are an array already: each sample is exactly one row. The batch is
 * [n, ...shape].
 *
 * @throws DareblopyError SHAPE_MISMATCH for a sample of another size.
 */
export function raw<D extends FixedDType>(
  shape: readonly number[],
  dtype: D,
  { endian = 'little' }: RawOptions = {},
): NativeDecoder<ByteInput, NDArray<D>> {
  if (!isFixedDType(dtype))
    throw new TypeError(`Expected a dtype of fixed width but received ${String(dtype)}`);
  if (
    shape.some((extent) => !Number.isSafeInteger(extent) || extent < 0) ||
    elementCount(shape) > 2 ** 40
  ) {
    throw new RangeError(`Expected extents from 0 up but received [${shape.join(', ')}]`);
  }
  return createNativeDecoder(
    singleColumnSide<ByteInput, D>(native.rawDecoder(dtype, shape, endian)),
  );
}

import type { DataOf, DType, FixedDType } from './dtype.ts';
import { itemSize, viewOf } from './dtype.ts';

/**
 * An array in C order, contiguous: a plain object that survives `postMessage`. Comparing `dtype`
 * narrows `data`.
 */
export type NDArray<D extends DType = DType> = {
  [K in D]: { readonly dtype: K; readonly shape: readonly number[]; readonly data: DataOf[K] };
}[D];

/** Number of elements of a shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** An NDArray over part of a buffer. */
export function arrayOver<D extends FixedDType>(
  dtype: D,
  shape: readonly number[],
  buffer: ArrayBufferLike,
  byteOffset = 0,
): NDArray<D> {
  const data = viewOf(dtype, buffer, byteOffset, elementCount(shape));
  return { dtype, shape, data } as unknown as NDArray<D>;
}

/** A new NDArray of zeros. */
export function zeros<D extends FixedDType>(dtype: D, shape: readonly number[]): NDArray<D> {
  return arrayOver(dtype, shape, new ArrayBuffer(elementCount(shape) * itemSize(dtype)));
}

export function isNDArray(value: unknown): value is NDArray {
  const array = value as NDArray | null;
  return (
    typeof array === 'object' &&
    array !== null &&
    'dtype' in array &&
    'shape' in array &&
    'data' in array
  );
}

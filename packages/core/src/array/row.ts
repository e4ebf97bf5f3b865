import type { DType } from './dtype.ts';
import type { NDArray } from './nd-array.ts';
import { elementCount, isNDArray } from './nd-array.ts';

/** The rows of a batch: an NDArray without its first axis, or an object of such. */
export type RowOf<B> = B extends {
  readonly dtype: infer D extends DType;
  readonly shape: readonly number[];
}
  ? NDArray<D>
  : { readonly [K in keyof B]: RowOf<B[K]> };

/**
 * Row `index` of a batch, as a view: writing to it writes to the batch. `batch` is an NDArray
 * [n, ...shape], answered as [...shape], or an object of such arrays.
 *
 * @throws RangeError when there is no such row.
 */
export function row<B>(batch: B, index: number): RowOf<B> {
  if (isNDArray(batch)) return rowOfArray(batch, index) as RowOf<B>;
  const entries = Object.entries(batch as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, column]) => [name, row(column, index)]),
  ) as RowOf<B>;
}

function rowOfArray(array: NDArray, index: number): NDArray {
  const [rows = 0, ...shape] = array.shape;
  if (!Number.isInteger(index) || index < 0 || index >= rows) {
    throw new RangeError(`Expected a row from 0 to ${rows - 1} but received ${index}`);
  }
  const size = elementCount(shape);
  const begin = index * size;
  const data = Array.isArray(array.data)
    ? array.data.slice(begin, begin + size)
    : array.data.subarray(begin, begin + size);
  return { dtype: array.dtype, shape, data } as NDArray;
}

import type { DType, NDArray } from '@dareblopy/core';
import { DareblopyError } from '@dareblopy/core';
import { elementCount } from '@dareblopy/core/extend';
import { float16ToFloat32 } from './float16.ts';

/** The dtypes that TensorFlow.js has, complex64 aside. */
export type TensorDType = 'float32' | 'int32' | 'bool' | 'string';

/** What a tensor of each of our dtypes is, unless another is asked for. */
const naturalDType: { readonly [D in DType]: TensorDType } = {
  uint8: 'int32',
  int8: 'int32',
  uint16: 'int32',
  int16: 'int32',
  uint32: 'int32',
  int32: 'int32',
  int64: 'int32',
  float16: 'float32',
  float32: 'float32',
  float64: 'float32',
  bool: 'bool',
  bytes: 'string',
  string: 'string',
};

export interface TensorValues {
  readonly dtype: TensorDType;
  readonly values: Float32Array | Int32Array | Uint8Array | Uint8Array[] | string[];
  /** Whether `values` is the array's own memory, not a copy or a conversion. */
  readonly shared: boolean;
}

/** The values of an array in a dtype of TensorFlow.js; converted only where the dtypes differ. */
export function valuesOf(array: NDArray, wanted?: TensorDType): TensorValues {
  const dtype = wanted ?? naturalDType[array.dtype];
  if (array.data.length !== elementCount(array.shape)) {
    throw new TypeError(
      `Expected the data of an array [${array.shape.join(', ')}] but received ${array.data.length} elements: ` +
        'was it lent, and its batch has gone back to the loader?',
    );
  }
  if (array.dtype === 'float32' || array.dtype === 'int32' || array.dtype === 'bool') {
    if (array.dtype === dtype) return { dtype, values: array.data, shared: true };
  } else if (array.dtype === 'bytes' || array.dtype === 'string') {
    if (dtype === 'string') return { dtype, values: array.data, shared: array.dtype === 'bytes' };
  }
  if (dtype === 'float32') return { dtype, values: toFloat32(array), shared: false };
  if (dtype === 'int32') return { dtype, values: toInt32(array), shared: false };
  throw refused(array.dtype, dtype);
}

/** Exact but for int32, uint32, int64 and float64 values that float32 must round. */
function toFloat32(array: NDArray): Float32Array {
  switch (array.dtype) {
    case 'float16':
      return float16ToFloat32(array.data);
    case 'int64':
      return Float32Array.from(array.data, Number);
    case 'bytes':
    case 'string':
      throw refused(array.dtype, 'float32');
    default:
      return new Float32Array(array.data);
  }
}

function toInt32(array: NDArray): Int32Array {
  switch (array.dtype) {
    case 'uint8':
    case 'int8':
    case 'uint16':
    case 'int16':
    case 'bool':
      return new Int32Array(array.data);
    case 'uint32':
    case 'int64':
      return narrow(array.data, array.dtype);
    default:
      throw refused(array.dtype, 'int32');
  }
}

function narrow(data: Uint32Array | BigInt64Array, dtype: DType): Int32Array {
  const values = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const wide = data[i]!;
    values[i] = Number(wide);
    // Equality of a number and a bigint is exact, whatever their size.
    // biome-ignore lint/suspicious/noDoubleEquals: strict equality never holds between the two
    if (values[i] != wide) {
      throw new DareblopyError(
        'NUMBER_OUT_OF_RANGE',
        `Element ${i} is ${wide}, which does not fit int32: TensorFlow.js has no ${dtype}. ` +
          "Give { dtype: 'float32' } to have it rounded instead",
        { record: i, expected: 'int32', actual: String(wide) },
      );
    }
  }
  return values;
}

function refused(from: DType, to: TensorDType): TypeError {
  return new TypeError(`Expected an array that converts to ${to} but received one of ${from}`);
}

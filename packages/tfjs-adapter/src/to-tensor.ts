import type { NDArray } from '@dareblopy/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor } from '@tensorflow/tfjs-core';
import type { TensorDType } from './values.ts';
import { valuesOf } from './values.ts';

export interface ToTensorOptions {
  /** The tensor's dtype. Default: float32 for floats, int32 for integers, bool, string for strings and bytes. */
  readonly dtype?: TensorDType;
  /**
   * Whether the tensor has memory of its own. Default true. With `false` a float32, int32 or bool tensor
   * (or one of bytes) refers to the array's memory, in which a backend may look at any later time: some
   * upload lazily, tfjs-node shares it with TensorFlow. A lent batch then has to be kept (`loader.keep`).
   */
  readonly copy?: boolean;
}

/**
 * A tensor of the array's shape, on whichever backend is registered. It is the caller's to dispose.
 *
 * TensorFlow.js has fewer dtypes: 8-, 16- and 32-bit integers and int64 become int32 (uint32 and int64
 * with a check of the range), float16 and float64 become float32 (float64 is rounded), bool stays bool,
 * string and bytes become string.
 *
 * @throws DareblopyError NUMBER_OUT_OF_RANGE for an integer that int32 cannot hold.
 * @throws TypeError for a dtype that does not convert to the one asked for.
 */
export function toTensor(array: NDArray, options: ToTensorOptions = {}): Tensor {
  const { dtype, values, shared } = valuesOf(array, options.dtype);
  const copy = options.copy ?? true;
  const made = tensor(
    (shared && copy ? copied(values) : values) as Float32Array,
    array.shape as number[],
    dtype,
  );
  if (shared && !copy) sharers?.push(made);
  return made;
}

function copied(values: ReturnType<typeof valuesOf>['values']) {
  // Bytes are an array of arrays, each of which the backend would keep.
  return Array.isArray(values)
    ? values.map((value) => (typeof value === 'string' ? value : value.slice()))
    : values.slice();
}

let sharers: Tensor[] | undefined;

/** Runs a synchronous function and answers, too, the tensors on shared memory that it made. */
export function collectSharers<R>(run: () => R): {
  readonly result: R;
  readonly sharers: Tensor[];
} {
  const outer = sharers;
  const mine: Tensor[] = [];
  sharers = mine;
  try {
    return { result: run(), sharers: mine };
  } finally {
    sharers = outer;
  }
}

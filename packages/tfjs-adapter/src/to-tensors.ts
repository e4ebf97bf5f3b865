import type { NDArray } from '@dareblopy/core';
import { isNDArray } from '@dareblopy/core';
import { Tensor } from '@tensorflow/tfjs-core';
import type { ToTensorOptions } from './to-tensor.ts';
import { toTensor } from './to-tensor.ts';

/** A batch with a tensor for each of its arrays; anything else in it stays what it is. */
export type Tensors<B> = B extends NDArray | Tensor
  ? Tensor
  : B extends readonly (infer E)[]
    ? Tensors<E>[]
    : B extends (...args: never[]) => unknown
      ? B
      : B extends object
        ? { [K in keyof B]: Tensors<B[K]> }
        : B;

/**
 * Tensors of all the arrays of a batch: an NDArray, or objects and arrays of them, however deep (a
 * ragged column is an object). Tensors, and columns that are plain values, pass as they are. Dispose of
 * the whole with `tf.dispose(tensors)`.
 */
export function toTensors<B>(batch: B, options: Omit<ToTensorOptions, 'dtype'> = {}): Tensors<B> {
  return convert(batch, options) as Tensors<B>;
}

function convert(value: unknown, options: ToTensorOptions): unknown {
  if (value instanceof Tensor) return value;
  if (isNDArray(value)) return toTensor(value, options);
  if (Array.isArray(value)) return value.map((one) => convert(one, options));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, column]) => [name, convert(column, options)]),
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

import type { NDArray } from '@dareblopy/core';
import { elementCount } from '@dareblopy/core/extend';
import { Tensor } from 'onnxruntime-common';

/**
 * A tensor of ONNX Runtime over the array's own memory: nothing is copied or converted, and every dtype
 * keeps its name. A lent array has to stay until the session has run. float16 are the bits in a Uint16Array,
 * also where JavaScript has a Float16Array.
 *
 * @throws TypeError for dtype `bytes`, which ONNX does not have, and for an array that was taken back.
 */
export function toOrtTensor(array: NDArray): Tensor {
  if (array.dtype === 'bytes') {
    throw new TypeError('Expected an array of an ONNX type but received one of bytes');
  }
  if (array.data.length !== elementCount(array.shape)) {
    throw new TypeError(
      `Expected the data of an array [${array.shape.join(', ')}] but received ${array.data.length} elements: ` +
        'was it lent, and its batch has gone back to the loader?',
    );
  }
  return tensorOver(array.dtype, array.data as Float32Array, array.shape);
}

/**
 * A tensor over exactly these values; made by the class of `like`, where given: onnxruntime-common comes to a
 * process once as CommonJS and once as ESM, and a session knows output tensors of its own copy only.
 */
export function tensorOver(
  type: Tensor.Type,
  data: Float32Array | string[],
  dims: readonly number[],
  like?: Tensor,
): Tensor {
  const Class = (like?.constructor as typeof Tensor | undefined) ?? Tensor;
  const tensor = new Class(type as 'float32', data as Float32Array, dims);
  // Where there is a Float16Array, `Tensor` makes one of the bits, in which onnxruntime-node's binary, of an
  // older Node-API, sees no bytes at all.
  if (type === 'float16') Object.defineProperty(tensor, 'data', { value: data });
  return tensor;
}

/** Whether a value is a tensor, of whichever copy of onnxruntime-common. */
export function isTensor(value: unknown): value is Tensor {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'dims' in value &&
    'location' in value
  );
}

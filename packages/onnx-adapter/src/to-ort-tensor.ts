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
  const tensor = new Tensor(array.dtype, array.data as Float32Array, array.shape);
  // Where there is a Float16Array, `Tensor` makes one of the bits, in which onnxruntime-node's binary, of an
  // older Node-API, sees no bytes at all.
  if (array.dtype === 'float16') Object.defineProperty(tensor, 'data', { value: array.data });
  return tensor;
}

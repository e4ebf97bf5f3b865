import type { NDArray } from '@dareblopy/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * The values of a tensor as an NDArray with memory of its own: float32, int32, bool or string, as the
 * tensor is. The tensor is not disposed.
 *
 * @throws TypeError for complex64, which NDArray does not have: take `tf.real` and `tf.imag`.
 */
export async function fromTensor(
  tensor: Tensor,
): Promise<NDArray<'float32' | 'int32' | 'bool' | 'string'>> {
  const { dtype, shape } = tensor;
  if (dtype === 'complex64') {
    throw new TypeError('Expected float32, int32, bool or string but received a complex64 tensor');
  }
  // The CPU backend answers its own memory, which would change and go with the tensor.
  const data = (await tensor.data()).slice();
  return { dtype, shape: [...shape], data } as NDArray<'float32' | 'int32' | 'bool' | 'string'>;
}

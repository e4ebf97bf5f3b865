// A classifier small enough to be checked by hand: the means of 7x7 regions of an image, one dense layer.
import { model } from './onnx.mjs';

export const CLASSES = 10;
const REGION = 32;
const FEATURES = 3 * (224 / REGION) ** 2;

/** `dense` is [features, classes], `bias` [classes]: no training, just numbers that are always the same. */
export function classifierWeights() {
  const numbers = hashed();
  const next = () => numbers.next().value;
  const dense = Float32Array.from({ length: FEATURES * CLASSES }, () => 0.2 * next());
  const bias = Float32Array.from({ length: CLASSES }, next);
  return { dense, bias };
}

/** float32 `image` [N, 3, 224, 224] to `probabilities` [N, 10]. */
export function classifier() {
  const { dense, bias } = classifierWeights();
  return model({
    name: 'classifier',
    inputs: [['image', 'float32', ['N', 3, 224, 224]]],
    outputs: [['probabilities', 'float32', ['N', CLASSES]]],
    initializers: [
      ['dense', [FEATURES, CLASSES], dense],
      ['bias', [CLASSES], bias],
    ],
    nodes: [
      {
        op: 'AveragePool',
        inputs: ['image'],
        outputs: ['means'],
        attributes: { kernel_shape: [REGION, REGION], strides: [REGION, REGION] },
      },
      { op: 'Flatten', inputs: ['means'], outputs: ['features'] },
      { op: 'Gemm', inputs: ['features', 'dense', 'bias'], outputs: ['logits'] },
      { op: 'Softmax', inputs: ['logits'], outputs: ['probabilities'] },
    ],
  });
}

/** Numbers in [-0.5, 0.5), by Knuth's multiplicative hash. */
function* hashed() {
  for (let i = 1; ; i++) yield (Math.imul(i, 0x9e3779b1) >>> 0) / 2 ** 32 - 0.5;
}

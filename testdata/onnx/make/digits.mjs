// node testdata/onnx/make/digits.mjs: trains the net of examples/train-digits on TensorFlow and writes it as
// digits.onnx. Sums of several threads differ in their last bits, so no two runs make the same file.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { useBackend } from '../../../examples/lib/backend.mjs';
import { evaluate } from '../../../examples/train-digits/evaluate.mjs';
import { prepare } from '../../../examples/train-digits/prepare.mjs';
import { train } from '../../../examples/train-digits/train.mjs';
import { model } from './onnx.mjs';

await useBackend('node');
const paths = await prepare();
const trained = await train(paths, 'zip', { epochs: 24, batchSize: 32 });
const { accuracy } = await evaluate(trained.model, paths, 'zip');
assert.ok(accuracy >= 0.97, `accuracy ${accuracy}`);
const weights = trained.model.getWeights().map((tensor) => [tensor.shape, tensor.dataSync()]);
const path = fileURLToPath(new URL('../digits.onnx', import.meta.url));
writeFileSync(path, digits(weights));
console.log(`${path}: ${(100 * accuracy).toFixed(2)}% of the held-back digits`);

/** float32 `image` [N, 1, 28, 28], from 0 to 1, to `probabilities` [N, 10]. */
function digits([kernel1, bias1, kernel2, bias2, dense1, bias3, dense2, bias4]) {
  const [features, units] = dense1[0];
  const channels = kernel2[0][3];
  const side = Math.sqrt(features / channels);
  // TensorFlow.js flattens [y, x, channel], ONNX [channel, y, x]: the rows of the matrix change places.
  const rows = permute([[side, side, channels, units], dense1[1]], [2, 0, 1, 3]);
  const convolution = (kernel) => permute(kernel, [3, 2, 0, 1]);
  const layer = (op, inputs, output, attributes) => ({ op, inputs, outputs: [output], attributes });
  const pool = { kernel_shape: [2, 2], strides: [2, 2] };
  return model({
    name: 'digits',
    inputs: [['image', 'float32', ['N', 1, 28, 28]]],
    outputs: [['probabilities', 'float32', ['N', 10]]],
    initializers: [
      ['kernel1', ...convolution(kernel1)],
      ['bias1', ...bias1],
      ['kernel2', ...convolution(kernel2)],
      ['bias2', ...bias2],
      ['dense1', [features, units], rows[1]],
      ['bias3', ...bias3],
      ['dense2', ...dense2],
      ['bias4', ...bias4],
    ],
    nodes: [
      layer('Conv', ['image', 'kernel1', 'bias1'], 'edges', { kernel_shape: [3, 3] }),
      layer('Relu', ['edges'], 'strokes'),
      layer('MaxPool', ['strokes'], 'smaller', pool),
      layer('Conv', ['smaller', 'kernel2', 'bias2'], 'corners', { kernel_shape: [3, 3] }),
      layer('Relu', ['corners'], 'parts'),
      layer('MaxPool', ['parts'], 'smallest', pool),
      layer('Flatten', ['smallest'], 'features'),
      layer('Gemm', ['features', 'dense1', 'bias3'], 'hidden'),
      layer('Relu', ['hidden'], 'active'),
      layer('Gemm', ['active', 'dense2', 'bias4'], 'logits'),
      layer('Softmax', ['logits'], 'probabilities'),
    ],
  });
}

/** [shape, data] with its axes in another order. */
function permute([shape, data], axes) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const turned = axes.map((axis) => shape[axis]);
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) {
    let rest = i;
    let from = 0;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      from += (rest % turned[axis]) * strides[axes[axis]];
      rest = Math.floor(rest / turned[axis]);
    }
    out[i] = data[from];
  }
  return [turned, out];
}

// One batch through a TensorFlow.js model and an ONNX Runtime session that have the same weights.
import { runBatches } from '@dareblopy/onnx-adapter';
import { fromTensor, toDataset } from '@dareblopy/tfjs-adapter';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { readFile } from 'node:fs/promises';
import * as layers from '@tensorflow/tfjs-layers';
import { InferenceSession } from 'onnxruntime-node';
import { CLASSES, classifierWeights } from '../../testdata/onnx/make/classifier.mjs';
import { SIZE } from './settings.mjs';

const MODEL = new URL('../../testdata/onnx/classifier.onnx', import.meta.url);

/** Probabilities [32, 10] of the epoch's first batch, by TensorFlow.js on its portable backend. */
export async function runTensorFlow(loader) {
  tf.enableProdMode();
  const model = tensorFlowModel();
  const dataset = toDataset(loader, ({ image }) => ({ xs: image }));
  const { value } = await (await dataset.iterator()).next();
  const output = model.predict(value.xs);
  const probabilities = await fromTensor(output);
  tf.dispose([value, output]);
  await dataset.close();
  return probabilities;
}

/** The layers of classifier.onnx. */
function tensorFlowModel() {
  const { dense, bias } = classifierWeights();
  const shape = { inputShape: [3, SIZE, SIZE], dataFormat: 'channelsFirst' };
  const model = layers.sequential();
  model.add(layers.layers.averagePooling2d({ poolSize: 32, ...shape }));
  model.add(layers.layers.flatten());
  model.add(layers.layers.dense({ units: CLASSES, activation: 'softmax' }));
  model.setWeights([tf.tensor2d(dense, [dense.length / CLASSES, CLASSES]), tf.tensor1d(bias)]);
  return model;
}

/** The same by ONNX Runtime, on the batch's own memory. */
export async function runOnnx(loader) {
  const session = await InferenceSession.create(await readFile(MODEL));
  for await (const { outputs } of runBatches(session, loader, { feeds: { image: 'image' } })) {
    return outputs.probabilities;
  }
}

/** The largest difference between two results. */
export function largestDifference(a, b) {
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i])), 0);
}

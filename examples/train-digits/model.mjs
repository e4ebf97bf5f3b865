// A small convolutional net: 27,000 numbers, 110 kB.
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { SIDE } from './digits.mjs';

export function createModel({ seed = 1 } = {}) {
  const kernelInitializer = (i) => ({ className: 'GlorotUniform', config: { seed: seed + i } });
  const convolution = (filters, i, more = {}) =>
    layers.conv2d({
      ...{ filters, kernelSize: 3, activation: 'relu', kernelInitializer: kernelInitializer(i) },
      ...more,
    });
  const dense = (units, activation, i) =>
    layers.dense({ units, activation, kernelInitializer: kernelInitializer(i) });
  return compile(
    sequential({
      layers: [
        convolution(8, 1, { inputShape: [SIDE, SIDE, 1] }),
        layers.maxPooling2d({ poolSize: 2 }),
        convolution(16, 2),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        dense(64, 'relu', 3),
        dense(10, 'softmax', 4),
      ],
    }),
  );
}

/** With its optimizer: also a model that was loaded. */
export function compile(model) {
  model.compile({
    optimizer: tf.train.adam(0.002),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

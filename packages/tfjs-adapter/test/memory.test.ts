import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { toDataset } from '../src/index.ts';
import { useBackend } from './backend.ts';

beforeAll(useBackend);

describe.each([false, true])('with borrow: %s', (borrow) => {
  it('TensorFlow.js holds as much after 1,000 batches as after 10', async () => {
    const samples = Array.from({ length: 10_000 }, (_, i) => Float32Array.of(i, 1, 2, 3));
    await using loader = new DataLoader(samples, {
      decode: { image: raw([4], 'float32'), label: (_s, { index }) => index },
      batchSize: 10,
      shuffle: { seed: 1 },
    });
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [4] })] });
    model.compile({ optimizer: tf.train.sgd(1e-6), loss: 'meanSquaredError' });
    const seen: string[] = [];
    const onBatchEnd = () => {
      const { numTensors, numBytes, numDataBuffers } = tf.memory();
      seen.push(`${numTensors} ${numBytes} ${numDataBuffers}`);
    };
    const dataset = toDataset(loader, ({ image, label }) => ({ xs: image, ys: label }), { borrow });
    // One epoch: of each, TensorFlow.js keeps the loss as a tensor until training ends.
    await model.fitDataset(dataset, { epochs: 1, verbose: 0, callbacks: { onBatchEnd } });
    expect(seen).toHaveLength(1000);
    expect(new Set(seen.slice(9))).toEqual(new Set([seen[9]]));
  });

  it('the process does not grow with the batches', async () => {
    const pixels = 64 * 64 * 3;
    const sample = new Float32Array(pixels).fill(0.5);
    await using loader = new DataLoader(Array(64 * 40).fill(sample), {
      decode: raw([pixels], 'float32'),
      batchSize: 64, // 3 MB a batch, 1.2 GB in ten epochs
    });
    let most = 0;
    let first = 0;
    for (let epoch = 0; epoch < 11; epoch++) {
      for await (const batch of toDataset(loader, undefined, { borrow })) {
        const sum = tf.tidy(() => tf.sum(tf.slice(batch, [63, pixels - 2], [1, 2])));
        expect((await sum.data())[0]).toBe(1);
        tf.dispose([batch, sum]);
      }
      if (epoch === 0) first = process.memoryUsage.rss();
      most = Math.max(most, process.memoryUsage.rss());
    }
    expect((most - first) / 1e6).toBeLessThan(300); // garbage that is not collected yet, no more
  });
});

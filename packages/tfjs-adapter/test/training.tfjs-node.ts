import { createRequire } from 'node:module';
import { raw } from '@dareblopy/core';
import { decodeJpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import * as tfcore from '@tensorflow/tfjs-core';
import type * as TfjsNode from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { fromTensor, toDataset, toTensor } from '../src/index.ts';

// Run by scripts/tfjs-node.mjs alone: it installs tfjs-node and says where.
const folder = process.env.DAREBLOPY_TFJS_NODE;
if (!folder)
  throw new Error('DAREBLOPY_TFJS_NODE is not set: run `node scripts/tfjs-node.mjs test`');

interface Tf {
  readonly layers: typeof TfjsNode.layers;
  readonly sequential: typeof TfjsNode.sequential;
  readonly train: typeof tfcore.train;
  readonly getBackend: typeof tfcore.getBackend;
  readonly node: { decodeJpeg(bytes: Uint8Array, channels: number): tfcore.Tensor3D };
}
// A copy of tfjs-core of its own comes with it, as it does for users; the engine is one a process.
const tf: Tf = createRequire(`${folder}/package.json`)('@tensorflow/tfjs-node');
vi.stubEnv('DAREBLOPY_POISON', '1');

const SIDE = 32;
/** Noise whose brightness is the label: dark is 0, bright is 1. */
const samples = Array.from({ length: 128 }, (_, i) =>
  Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, p) => (i % 2) * 100 + ((i * 31 + p * 17) % 97)),
);

it('TensorFlow trains on the batches of a DataLoader', { timeout: 60_000 }, async () => {
  expect(tf.getBackend()).toBe('tensorflow');
  await using loader = new DataLoader(samples, {
    decode: { image: raw([SIDE, SIDE, 3], 'uint8'), label: (_s, { index }) => index % 2 },
    batchSize: 16,
    shuffle: { seed: 3 },
  });
  // Convex, from zeros: it learns the same in every run.
  const model = tf.sequential({
    layers: [
      tf.layers.averagePooling2d({ poolSize: 8, inputShape: [SIDE, SIDE, 3] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: 'zeros' }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.03),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
  });
  const dataset = toDataset(loader, ({ image, label }) => ({
    xs: tfcore.div(toTensor(image), 255),
    // A column, as the model answers one, of the dtype that the loss asks for.
    ys: tfcore.reshape(toTensor(label, { dtype: 'float32' }), [-1, 1]),
  }));
  const { history } = await model.fitDataset(dataset as never, { epochs: 8, verbose: 0 });
  expect(history.acc).toHaveLength(8);
  expect(history.acc![7]).toBeGreaterThan(0.95);
  expect(history.loss![7]).toBeLessThan(Number(history.loss![0]));
});

it('sharp, TensorFlow and this library decode in one process', async () => {
  const jpegs = await Promise.all(
    samples.slice(0, 16).map((data) =>
      sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
        .jpeg({ quality: 90 })
        .toBuffer(),
    ),
  );
  for (const bytes of jpegs) {
    const [bySharp, byTensorFlow, ours] = await Promise.all([
      sharp(bytes).raw().toBuffer(),
      fromTensor(tf.node.decodeJpeg(bytes, 3)),
      decodeJpeg(bytes),
    ]);
    expect(ours.shape).toEqual([SIDE, SIDE, 3]);
    expect(byTensorFlow.shape).toEqual(ours.shape);
    // All three stand on libjpeg-turbo; fast and slow inverse transforms differ by a few levels.
    for (const [i, value] of ours.data.entries()) {
      expect(Math.abs(value - bySharp[i]!)).toBeLessThanOrEqual(8);
      expect(Math.abs(value - Number(byTensorFlow.data[i]))).toBeLessThanOrEqual(8);
    }
  }
});

// A model trains by fitDataset on TensorFlow itself for a minute (or `node scripts/checks/training-memory.mjs
// --minutes 10`), batches kept and lent in turn: resident memory and the count of tensors stay flat.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { build } from '../lib/bootstrap.mjs';
import { main, step } from '../lib/log.mjs';
import { residentMiB } from '../lib/memory.mjs';
import { ensureTfjsNode } from '../tfjs-node/install.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const MINUTES = Number(values.minutes);
const SAMPLES = 3_200;
const BATCH = 64;
const SIDE = 32;
/** What the allocators keep for later; a batch kept by mistake each epoch would be 40 MB a pass. */
const NOISE_MIB = 80;
const measure = (tf) => ({ residentMiB: residentMiB(), tensors: tf.memory().numTensors });

await main(async () => {
  await build();
  const folder = await ensureTfjsNode();
  const tf = createRequire(`${folder}/package.json`)('@tensorflow/tfjs-node');
  const { raw } = await import('../../packages/core/dist/index.js');
  const { DataLoader } = await import('../../packages/loader/dist/index.js');
  const { toDataset } = await import('../../packages/tfjs-adapter/dist/index.js');
  const model = smallNet(tf);
  const sample = new Float32Array(SIDE * SIDE * 3).fill(0.5);
  const loader = new DataLoader(Array(SAMPLES).fill(sample), {
    decode: { image: raw([SIDE, SIDE, 3], 'float32'), label: (_, { index }) => index % 2 },
    batchSize: BATCH,
    shuffle: { seed: 1 },
  });
  const train = async (borrow) => {
    const toSample = ({ image, label }) => ({ xs: image, ys: label });
    const dataset = toDataset(loader, toSample, { borrow });
    await model.fitDataset(dataset, { epochs: 1, verbose: 0 });
  };
  const end = Date.now() + MINUTES * 60_000;
  const warm = Date.now() + Math.min(30_000, (MINUTES * 60_000) / 3);
  let epochs = 0;
  while (Date.now() < warm) await train(epochs++ % 2 === 1);
  const first = measure(tf);
  let told = Date.now();
  while (Date.now() < end) {
    await train(epochs++ % 2 === 1);
    if (Date.now() - told < 60_000) continue;
    told = Date.now();
    step(`${epochs} epochs: ${JSON.stringify(measure(tf))}`);
  }
  const last = measure(tf);
  const batches = (epochs * SAMPLES) / BATCH;
  step(`from ${JSON.stringify(first)} to ${JSON.stringify(last)} in ${batches} batches`);
  assert.equal(last.tensors, first.tensors, 'tensors were left behind');
  assert.ok(last.residentMiB - first.residentMiB < NOISE_MIB, 'memory grew');
  await loader.close();
});

function smallNet({ layers, sequential }) {
  const model = sequential();
  model.add(layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, inputShape: [SIDE, SIDE, 3] }));
  model.add(layers.globalAveragePooling2d({}));
  model.add(layers.dense({ units: 1 }));
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return model;
}

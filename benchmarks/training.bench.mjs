// An epoch of the example `train-digits` from its ZIP and from its TFRecords, beside the same with all digits
// in memory: as the loader's batches, kept, and as tensors of which `fit` cuts batches. On TensorFlow itself
// where it can be had.
import { availableParallelism } from 'node:os';
import { configure } from '@dareblopy/core';
import { toDataset, toTensor } from '@dareblopy/tfjs-adapter';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../examples/lib/backend.mjs';
import { openDigits } from '../examples/train-digits/load.mjs';
import { createModel } from '../examples/train-digits/model.mjs';
import { prepare } from '../examples/train-digits/prepare.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';

const BATCH = 64;
const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 11);
// TensorFlow computes on every core: decoding leaves it one.
configure({ threads: Math.max(1, availableParallelism() - 1) });
const backend = await useBackend();
const paths = await prepare(backend === 'tensorflow' ? undefined : 500);
const open = (from) => openDigits(paths, from, 'train', { batchSize: BATCH, shuffle: { seed: 7 } });
const toSample = ({ image, label }) => ({
  xs: toTensor(image, { copy: false }),
  ys: toTensor(label, { dtype: 'float32' }),
});

const kept = [];
{
  const { loader, close } = await open('zip');
  for await (const batch of loader) kept.push(loader.keep(batch));
  await close();
}
const all = tf.tidy(() => {
  const samples = kept.map(toSample);
  return { xs: tf.concat(samples.map(({ xs }) => xs)), ys: tf.concat(samples.map(({ ys }) => ys)) };
});

/** As a dataset, without a loader. */
const inMemory = {
  async iterator() {
    const batches = kept.values();
    return {
      async next() {
        const { value, done } = batches.next();
        return done ? { value: null, done } : { value: toSample(value), done: false };
      },
    };
  },
};

/** Everybody looks at each batch's loss, for which TensorFlow.js has to wait for it. */
const options = { epochs: 1, verbose: 0, callbacks: { onBatchEnd: async () => {} } };

async function timed(fit) {
  const model = createModel();
  const started = performance.now();
  await fit(model);
  const taken = performance.now() - started;
  model.dispose();
  return taken;
}

async function fromFile(from) {
  const { loader, close } = await open(from);
  const dataset = toDataset(loader, toSample, { borrow: true });
  const taken = await timed((model) => model.fitDataset(dataset, options));
  await close();
  return taken;
}

printTable(
  `an epoch of ${all.xs.shape[0]} digits, batches of ${BATCH}, backend ${backend}`,
  await pairedRounds(
    [
      { name: 'loader over the ZIP of JPEGs, shuffled', run: () => fromFile('zip') },
      { name: 'loader over TFRecords, shuffled', run: () => fromFile('tfrecord') },
      {
        name: 'batches in memory, fitDataset',
        run: () => timed((model) => model.fitDataset(inMemory, options)),
      },
      {
        name: 'tensors in memory, fit',
        run: () => timed((model) => model.fit(all.xs, all.ys, { ...options, batchSize: BATCH })),
      },
    ],
    { rounds, warmUps: 1 },
  ),
);
tf.dispose(all);

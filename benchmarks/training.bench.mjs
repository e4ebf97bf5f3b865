// An epoch of the example `train-digits` from its ZIP and from its TFRecords, beside the same epoch with all
// digits in memory as tensors, through fitDataset and through fit. On TensorFlow itself where it can be had.
import { toDataset } from '@dareblopy/tfjs-adapter';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../examples/lib/backend.mjs';
import { openDigits } from '../examples/train-digits/load.mjs';
import { createModel } from '../examples/train-digits/model.mjs';
import { prepare } from '../examples/train-digits/prepare.mjs';
import { train } from '../examples/train-digits/train.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';

const BATCH = 64;
const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 7);
const backend = await useBackend();
const paths = await prepare(backend === 'tensorflow' ? undefined : 500);

/** [xs, ys] of the digits that are trained on, in the order in which they lie. */
async function readAll() {
  const { loader, close } = await openDigits(paths, 'zip', 'train', { batchSize: BATCH });
  const parts = [];
  for await (const { image, label, id } of toDataset(loader)) {
    parts.push([image, tf.cast(label, 'float32')]);
    tf.dispose([label, id]);
  }
  await close();
  const joined = [0, 1].map((i) => tf.concat(parts.map((part) => part[i])));
  tf.dispose(parts);
  return joined;
}

const [xs, ys] = await readAll();
const count = xs.shape[0];

/** Batches as fitDataset takes them, cut from the tensors. */
const inMemory = {
  async iterator() {
    let at = 0;
    return {
      async next() {
        if (at >= count) return { value: null, done: true };
        const rows = Math.min(BATCH, count - at);
        const value = { xs: tf.slice(xs, at, rows), ys: tf.slice(ys, at, rows) };
        at += rows;
        return { value, done: false };
      },
    };
  },
};

/** The same model every time: a new one's first batch compiles nothing here, but fills caches. */
async function fresh(fit) {
  const model = createModel();
  await fit(model);
  model.dispose();
}

async function fromFile(from) {
  const { model, seconds } = await train(paths, from, { epochs: 1, batchSize: BATCH });
  model.dispose();
  return seconds * 1000;
}

printTable(
  `an epoch of ${count} digits, batches of ${BATCH}, backend ${backend}`,
  await pairedRounds(
    [
      { name: 'loader over the ZIP of JPEGs, shuffled', run: () => fromFile('zip') },
      { name: 'loader over TFRecords, shuffled', run: () => fromFile('tfrecord') },
      {
        name: 'tensors in memory, fitDataset',
        run: () => fresh((model) => model.fitDataset(inMemory, { epochs: 1, verbose: 0 })),
      },
      {
        name: 'tensors in memory, fit',
        run: () => fresh((model) => model.fit(xs, ys, { batchSize: BATCH, epochs: 1, verbose: 0 })),
      },
    ],
    { rounds, warmUps: 1 },
  ),
);
tf.dispose([xs, ys]);

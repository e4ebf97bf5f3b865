// What it costs that tensors own their memory: batches of 19 MB through toDataset in its three ways, and
// by hand. Nothing is decoded, so that the hand-over is what shows.
import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import { toDataset } from '@dareblopy/tfjs-adapter';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { pairedRounds, printTable } from './lib/paired.mjs';

const BATCHES = 16;
const SHAPE = [3, 224, 224];
const PIXELS = SHAPE.reduce((product, extent) => product * extent);
const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 9);

tf.enableProdMode();
const samples = Array.from({ length: 32 * BATCHES }, (_, i) => single(i % 32));
const loader = new DataLoader(samples, { decode: raw(SHAPE, 'float32'), batchSize: 32 });
/** An iterable without `keep`, from which tensors get copies. */
const withoutKeep = { [Symbol.asyncIterator]: () => loader[Symbol.asyncIterator]() };

/** Samples share few buffers: it is the batches that are large. */
function single(i) {
  single.made ??= [];
  single.made[i] ??= new Float32Array(PIXELS).fill(i);
  return single.made[i];
}

/** Looks at each batch's tensor, as a model would, and disposes of it. */
async function consume(batches) {
  let count = 0;
  for await (const tensor of batches) {
    const values = tensor.dataSync();
    if (values[31 * PIXELS] !== 31) throw new Error(`a batch is wrong: ${values[31 * PIXELS]}`);
    tensor.dispose();
    count += 1;
  }
  if (count !== BATCHES) throw new Error(`${count} batches`);
}

async function* byHand() {
  for await (const { data, shape } of loader) yield tf.tensor(data.slice(), shape, 'float32');
}

printTable(
  `${BATCHES} batches of float32 [32, ${SHAPE}] to tensors`,
  await pairedRounds(
    [
      {
        name: 'toDataset(loader)',
        run: () => consume(toDataset(loader)),
        note: 'batches are kept',
      },
      {
        name: 'toDataset(loader, map, { borrow: true })',
        run: () => consume(toDataset(loader, undefined, { borrow: true })),
      },
      {
        name: 'toDataset(iterable without keep)',
        run: () => consume(toDataset(withoutKeep)),
        note: 'copies',
      },
      { name: 'by hand, tf.tensor(data.slice())', run: () => consume(byHand()), note: 'copies' },
    ],
    { rounds },
  ),
);
await loader.close();

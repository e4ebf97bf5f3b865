// Samples a second that reach a model which does nothing: 1,000 JPEGs of 256x256 in memory, to float32 batches
// of 32, 224x224, normalised. And what handing such a batch to each runtime costs, beside one copy of it.
import { jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { runBatches, toFeeds } from '@dareblopy/onnx-adapter';
import { toTensor } from '@dareblopy/tfjs-adapter';
import * as tf from '@tensorflow/tfjs-core';
import * as peers from './inference/peers.mjs';
import { BATCH, MEAN, SIDE, STD } from './inference/work.mjs';
import { makeTiles, writeFolder } from './lib/jpeg-inputs.mjs';
import { LineProcess } from './lib/line-process.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';

const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 9);
const tiles = await makeTiles(200);
const files = Array.from({ length: 5 * tiles.length }, (_, i) => tiles[i % tiles.length]);
tf.enableProdMode();

const loader = new DataLoader(files, {
  decode: {
    image: jpeg({
      size: [SIDE, SIDE],
      dtype: 'float32',
      layout: 'CHW',
      normalize: { mean: MEAN, std: STD },
    }),
  },
  batchSize: BATCH,
});

/** A session of ONNX Runtime's shape that only counts what it is given. */
let seen = 0;
const session = {
  inputNames: ['image'],
  outputNames: [],
  async run({ image }) {
    seen += image.dims[0];
    return {};
  },
};

async function ours() {
  seen = 0;
  for await (const _ of runBatches(session, loader, { feeds: { image: 'image' } }));
  if (seen !== files.length) throw new Error(`${seen} samples`);
}

/** A peer's round, counted alike. */
const counted = (run) => async () => {
  seen = 0;
  await run(files, async (_data, [count]) => {
    seen += count;
  });
  if (seen !== files.length) throw new Error(`${seen} samples`);
};

const contenders = [
  { name: 'runBatches over a DataLoader', run: ours },
  { name: 'sharp and a loop by hand', run: counted(peers.handMade) },
  { name: 'tfjs-data on sharp', run: counted(peers.tfjsData) },
];
const transformers = await peers.transformers();
if (transformers) contenders.push({ name: 'transformers.js RawImage', run: counted(transformers) });
else console.log('(without transformers.js: DAREBLOPY_BENCH_TRANSFORMERS names no folder with it)');
const { DAREBLOPY_TFJS_NODE: tfjsNode } = process.env;
let tfNode;
if (tfjsNode) {
  const program = new URL('inference/tf-node.mjs', import.meta.url).pathname;
  tfNode = new LineProcess(process.execPath, [program, tfjsNode, writeFolder(tiles)]);
  contenders.push({ name: 'tf.data.generator, tf.node.decodeJpeg', run: () => tfNode.round() });
} else console.log('(without tf.node: DAREBLOPY_TFJS_NODE names no folder)');

printTable(
  `${files.length} JPEGs of 256x256 to a model that does nothing`,
  await pairedRounds(contenders, { rounds, warmUps: 1 }),
);
await tfNode?.close();
await loader.close();

const REPEATS = 20;
const shape = [BATCH, 3, SIDE, SIDE];
const pixels = new Float32Array(shape.reduce((product, extent) => product * extent)).fill(0.5);
const image = { dtype: 'float32', shape, data: pixels };
const copy = new Float32Array(pixels.length);
const repeat = (run) => () => {
  for (let i = 0; i < REPEATS; i++) run();
};
printTable(
  `a batch of float32 [${shape}] handed over ${REPEATS} times`,
  await pairedRounds(
    [
      { name: 'toFeeds, ONNX Runtime', run: repeat(() => toFeeds({ image }, { image: 'image' })) },
      {
        name: 'toTensor without a copy, TensorFlow.js',
        run: repeat(() => toTensor(image, { copy: false }).dispose()),
      },
      { name: 'toTensor, TensorFlow.js', run: repeat(() => toTensor(image).dispose()) },
      { name: 'one copy of it into fresh memory', run: repeat(() => pixels.slice()) },
      { name: 'one copy of it into memory in use', run: repeat(() => copy.set(pixels)) },
    ],
    { rounds },
  ),
);

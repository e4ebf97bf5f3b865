// TensorFlow.js on its real backend, beside our benchmarks: see line-process.mjs.
// node tfjs-node-process.mjs <folder of scripts/tfjs-node.mjs> <folder of JPEGs>
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [installed, folder] = process.argv.slice(2);
process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
const tf = createRequire(join(installed, 'package.json'))('@tensorflow/tfjs-node');
const files = readdirSync(folder)
  .sort()
  .map((name) => readFileSync(join(folder, name)));
const scale = tf.tensor1d([0.229, 0.224, 0.225].map((std) => 1 / 255 / std));
const bias = tf.tensor1d([0.485 / 0.229, 0.456 / 0.224, 0.406 / 0.225].map((value) => -value));
const random = () => Math.floor(Math.random() * 33);

const works = {
  tiles: (file) => tf.node.decodeJpeg(file, 3),
  float: (file) => {
    const window = tf.node.decodeJpeg(file, 3).slice([random(), random(), 0], [224, 224, 3]);
    const image = Math.random() < 0.5 ? window.reverse(1) : window;
    return image.toFloat().mul(scale).add(bias).transpose([2, 0, 1]);
  },
};

console.log('ready');
for await (const work of createInterface({ input: process.stdin })) {
  if (work === '') continue;
  const start = performance.now();
  for (const file of files) tf.tidy(() => void works[work](file));
  console.log(performance.now() - start);
}

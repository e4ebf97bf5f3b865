// tf.data.generator over tf.node.decodeJpeg, resized and normalised by TensorFlow, as a program of its own:
// one backend a process. A round for each line it is sent.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BATCH, MEAN, SIDE, STD } from './work.mjs';

const [folder, jpegs] = process.argv.slice(2);
const tf = createRequire(`${folder}/package.json`)('@tensorflow/tfjs-node');
const files = readdirSync(jpegs)
  .sort()
  .map((name) => readFileSync(join(jpegs, name)));
const repeats = 5;
const [mean, std] = [tf.tensor1d(MEAN), tf.tensor1d(STD)];

function* samples() {
  for (let i = 0; i < repeats * files.length; i++) {
    yield tf.tidy(() => {
      const image = tf.node.decodeJpeg(files[i % files.length], 3);
      return tf.image.resizeBilinear(image, [SIDE, SIDE]).div(255).sub(mean).div(std);
    });
  }
}

for await (const _ of createInterface({ input: process.stdin })) {
  const started = performance.now();
  await tf.data
    .generator(samples)
    .batch(BATCH)
    .prefetch(3)
    .forEachAsync((batch) => batch.dispose());
  console.log(performance.now() - started);
}

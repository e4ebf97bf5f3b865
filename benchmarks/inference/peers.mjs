// What one would feed a model with otherwise: each answers batches of float32, 224x224, normalised, of the
// same JPEGs, to a model that does nothing. Layouts are what each runtime takes.
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import * as data from '@tensorflow/tfjs-data';
import '@tensorflow/tfjs-backend-cpu';
import sharp from 'sharp';
import { BATCH, MEAN, SIDE, STD } from './work.mjs';

sharp.concurrency(1); // one thread an image, all images at once: its best for many small ones
sharp.cache(false);
const PLANE = SIDE * SIDE;

/** RGB bytes to normalised planes. */
function normalise(pixels, out) {
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * STD[channel]);
    const shift = MEAN[channel] / STD[channel];
    for (let i = 0; i < PLANE; i++) {
      out[channel * PLANE + i] = pixels[i * 3 + channel] * scale - shift;
    }
  }
}

async function inBatches(files, model, fill) {
  for (let start = 0; start < files.length; start += BATCH) {
    const part = files.slice(start, start + BATCH);
    const batch = new Float32Array(part.length * 3 * PLANE);
    const rows = part.map((_, i) => batch.subarray(i * 3 * PLANE, (i + 1) * 3 * PLANE));
    await Promise.all(part.map(async (file, i) => normalise(await fill(file), rows[i])));
    await model(batch, [part.length, 3, SIDE, SIDE]);
  }
}

const resizeWithSharp = (file) => sharp(file).resize(SIDE, SIDE).raw().toBuffer();

export const handMade = (files, model) => inBatches(files, model, resizeWithSharp);

/** tfjs-data's own pipeline: an element at a time, batched and prefetched by it. */
export async function tfjsData(files, model) {
  const dataset = data
    .array(files)
    .mapAsync(async (file) => {
      const pixels = new Float32Array(3 * PLANE);
      normalise(await resizeWithSharp(file), pixels);
      return tf.tensor3d(pixels, [3, SIDE, SIDE]);
    })
    .batch(BATCH)
    .prefetch(3);
  await dataset.forEachAsync(async (batch) => {
    await model(await batch.data(), batch.shape);
    batch.dispose();
  });
}

/** `RawImage.read` and its resize, and the loop; undefined where DAREBLOPY_BENCH_TRANSFORMERS has none. */
export async function transformers() {
  const RawImage = rawImage(process.env.DAREBLOPY_BENCH_TRANSFORMERS);
  if (!RawImage) return undefined;
  return (files, model) =>
    inBatches(files, model, async (file) => {
      const image = await RawImage.read(new Blob([file]));
      return (await image.resize(SIDE, SIDE)).data;
    });
}

function rawImage(folder) {
  if (!folder) return undefined;
  try {
    return createRequire(`${folder}/package.json`)('@huggingface/transformers').RawImage;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

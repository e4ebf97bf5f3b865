// What one would load the same photographs with otherwise, each at its best settings: a loader written by
// hand on sharp, tfjs-data on sharp, and Python's loaders where a Python with them is named.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import * as data from '@tensorflow/tfjs-data';
import '@tensorflow/tfjs-backend-cpu';
import sharp from 'sharp';
import { LineProcess } from '../lib/line-process.mjs';
import { BATCH, CROP, MEAN, STD } from './work.mjs';

sharp.concurrency(1); // one thread an image, all images at once: its best for many small ones
sharp.cache(false);

/** Entries inflated by us, decoded and cropped by sharp, normalised in a loop, a batch at a time. */
export async function* handMade(archive, samples, random = true) {
  for (let start = 0; start < samples.length; start += BATCH) {
    const rows = Math.min(BATCH, samples.length - start);
    const batch = new Float32Array(rows * 3 * CROP * CROP);
    const names = Array.from({ length: rows }, (_, row) => samples.get(start + row).name);
    const entries = await archive.readMany(names);
    await Promise.all(
      entries.map((bytes, row) =>
        loadInto(batch.subarray(row * 3 * CROP * CROP, (row + 1) * 3 * CROP * CROP), bytes, random),
      ),
    );
    yield { dtype: 'float32', shape: [rows, 3, CROP, CROP], data: batch };
  }
}

/** The same through tfjs-data: shuffled, mapped one by one as it does, stacked, prefetched. */
export async function tfjsData(archive, samples) {
  const names = Array.from({ length: samples.length }, (_, i) => samples.get(i).name);
  const dataset = data
    .array(names)
    .shuffle(names.length, '1')
    .mapAsync(async (name) => {
      const pixels = new Float32Array(3 * CROP * CROP);
      await loadInto(pixels, await archive.read(name), true);
      return tf.tensor3d(pixels, [3, CROP, CROP]);
    })
    .batch(BATCH)
    .prefetch(3);
  await dataset.forEachAsync((batch) => tf.dispose(batch));
}

async function loadInto(out, bytes, random) {
  const plane = CROP * CROP;
  const at = () => (random ? Math.floor(Math.random() * 33) : 16);
  let image = sharp(bytes).extract({ left: at(), top: at(), width: CROP, height: CROP });
  if (random && Math.random() < 0.5) image = image.flop();
  const pixels = await image.raw().toBuffer();
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * STD[channel]);
    const shift = MEAN[channel] / STD[channel];
    const row = out.subarray(channel * plane, (channel + 1) * plane);
    for (let i = 0; i < plane; i++) row[i] = pixels[i * 3 + channel] * scale - shift;
  }
}

const NOTES = {
  dali: 'decodes the window alone',
  'tf.data': 'decodes the window alone',
  torch: 'whole images, its best number of workers',
  ffcv: 'raw pixels: nothing is decoded',
};

/**
 * Python's loaders of the same files. DAREBLOPY_BENCH_PYTHON: a Python with TensorFlow, torch, torchvision
 * and DALI; DAREBLOPY_BENCH_FFCV: one with FFCV.
 *
 * @param means channel means of the first batch of center crops: theirs have to be the same.
 */
export async function pythonPeers(folder, threads, means) {
  const { DAREBLOPY_BENCH_PYTHON: python, DAREBLOPY_BENCH_FFCV: ffcv } = process.env;
  const script = fileURLToPath(new URL('peers.py', import.meta.url));
  // Freed memory is kept: touching fresh pages costs these more than their work.
  const env = { MALLOC_MMAP_THRESHOLD_: `${2 ** 30}`, MALLOC_TRIM_THRESHOLD_: `${2 ** 32 - 1}` };
  const programs = { dali: python, 'tf.data': python, torch: python, ffcv };
  const peers = [];
  for (const [name, program] of Object.entries(programs)) {
    if (!program) {
      const variable = name === 'ffcv' ? 'DAREBLOPY_BENCH_FFCV' : 'DAREBLOPY_BENCH_PYTHON';
      peers.push({ name, absent: `${variable} names no Python` });
      continue;
    }
    const process = new LineProcess(program, [script, name, folder, String(threads)], env);
    const answer = await process.ask('center');
    if (answer === undefined) {
      peers.push({ name, absent: 'it did not start: see its last words above' });
      continue;
    }
    for (const [channel, mean] of answer.split(' ').map(Number).entries()) {
      assert.ok(Math.abs(mean - means[channel]) < 0.003, `${name}: ${answer} but ${means}`);
    }
    peers.push({
      name,
      note: NOTES[name],
      run: () => process.round(),
      close: () => process.close(),
    });
  }
  return peers;
}

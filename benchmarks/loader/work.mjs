// The main job, for the loader's benchmark and for its separate processes: JPEGs of an ordinary ZIP to
// float32 CHW batches of 32, random crop to 224, flip, normalised.
import assert from 'node:assert/strict';
import { jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';

export const MEAN = [0.485, 0.456, 0.406];
export const STD = [0.229, 0.224, 0.225];
export const CROP = 224;
export const BATCH = 32;

/** `crop`: 'random' or, to compare pixels with others, 'center'. */
export function photographDecoder(crop = 'random') {
  return jpeg({
    size: [CROP, CROP],
    fit: 'none',
    crop,
    flip: { horizontal: crop === 'random' ? 0.5 : 0 },
    dtype: 'float32',
    layout: 'CHW',
    normalize: { mean: MEAN, std: STD },
  });
}

export function photographLoader(images, rest = {}) {
  return new DataLoader(images, {
    decode: photographDecoder(),
    batchSize: BATCH,
    shuffle: { seed: 1 },
    prefetchBatches: 3,
    ...rest,
  });
}

/** One epoch. */
export async function consume(batches) {
  let samples = 0;
  for await (const batch of batches) samples += batch.shape[0];
  assert.ok(samples > 0);
}

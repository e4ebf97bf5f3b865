// Holds batches against those made by hand, pixel for pixel.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { openLoader } from './dareblopy.mjs';
import { fillBatch } from './plain-node.mjs';
import { BATCH_SIZE, MEAN, SIZE, STD } from './settings.mjs';
import { TILE_SIZE } from './tiles.mjs';

/** In levels of 0 to 255. Different builds of libjpeg-turbo round chroma differently, no more. */
export const TOLERANCE = { mean: 0.25, most: 4 };
const PLANE = SIZE * SIZE;
const PROBES = 40;

/**
 * One epoch of the loader against the same windows by hand. Where the loader cut is not asked of it: the
 * window is found in the tile as sharp decodes it. Throws when a pixel differs by more than the tolerance.
 */
export async function checkSamePixels(zip, files, way) {
  const { loader, close } = await openLoader(zip);
  const differences = { most: 0, sum: 0, count: 0 };
  const seen = new Set();
  for await (const { image, index } of loader) {
    const paths = [...index.data].map((i) => files[i]);
    const windows = await Promise.all(paths.map((path, row) => findWindow(path, image.data, row)));
    const byHand = await fillBatch(way, paths, windows);
    compare(image.data, byHand, differences);
    for (const i of index.data) seen.add(i);
  }
  await close();
  if (seen.size !== files.length) throw new Error(`an epoch had ${seen.size} of ${files.length}`);
  const mean = differences.sum / differences.count;
  if (mean > TOLERANCE.mean || differences.most > TOLERANCE.most) {
    throw new Error(`pixels differ by ${mean} in the mean, by ${differences.most} at most`);
  }
  return { mean, most: differences.most };
}

function compare(ours, byHand, differences) {
  for (let i = 0; i < ours.length; i++) {
    const channel = Math.floor(i / PLANE) % 3;
    const difference = Math.abs(ours[i] - byHand[i]) * STD[channel] * 255;
    differences.sum += difference;
    // Not `>`: a NaN must not slip through.
    if (!(difference <= differences.most)) differences.most = difference;
  }
  differences.count += ours.length;
}

/** The window of the tile whose pixels are nearest to the row's, by a few of them. */
async function findWindow(path, batch, row) {
  const tile = await sharp(await readFile(path))
    .raw()
    .toBuffer();
  const green = (x, y) => {
    const value = batch[(row * 3 + 1) * PLANE + y * SIZE + x];
    return (value * STD[1] + MEAN[1]) * 255;
  };
  const probes = Array.from({ length: PROBES }, (_, i) => {
    const [x, y] = [(i * 89) % SIZE, (i * 57) % SIZE];
    return { x, y, value: green(x, y) };
  });
  let best = { distance: Infinity };
  for (let y = 0; y <= TILE_SIZE - SIZE; y++) {
    for (let x = 0; x <= TILE_SIZE - SIZE; x++) {
      for (const flip of [false, true]) {
        let distance = 0;
        for (const probe of probes) {
          const column = x + (flip ? SIZE - 1 - probe.x : probe.x);
          const value = tile[((y + probe.y) * TILE_SIZE + column) * 3 + 1];
          distance += Math.abs(value - probe.value);
        }
        if (distance < best.distance) best = { distance, x, y, flip };
      }
    }
  }
  return best;
}

export const describeTolerance = () =>
  `at most ${TOLERANCE.most} of 255 anywhere, ${TOLERANCE.mean} in the mean, over batches of ${BATCH_SIZE}`;

// The same job by hand, as well as it can be done: several ways, of which the fastest is the opponent.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import jpegTurbo from '@julusian/jpeg-turbo';
import sharp from 'sharp';
import { BATCH_SIZE, MEAN, SIZE, STD } from './settings.mjs';
import { TILE_SIZE } from './tiles.mjs';

const PLANE = SIZE * SIZE;
/** (value / 255 - mean) / std of every value: a table is quicker than computing. */
const TABLES = MEAN.map((mean, c) =>
  Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / STD[c]),
);
/** libvips would otherwise remember what it decoded, and the disk would not be read again. */
sharp.cache(false);

/** Each way decodes one tile and writes its window into row `row` of a float32 CHW batch. */
export const WAYS = {
  'sharp (path)': whole((path) => sharp(path).raw().toBuffer()),
  'sharp (readFile)': whole(async (path) =>
    sharp(await readFile(path), { sequentialRead: true, failOn: 'none' })
      .raw()
      .toBuffer(),
  ),
  'sharp (extract)': async (path, { x, y, flip }, batch, row) => {
    const part = sharp(path, { sequentialRead: true });
    const window = part.extract({ left: x, top: y, width: SIZE, height: SIZE });
    fill(await window.raw().toBuffer(), SIZE, { x: 0, y: 0, flip }, batch, row);
  },
  'sharp (all threads each)': whole((path) => sharp(path).raw().toBuffer()),
  'jpeg-turbo addon': whole(async (path) => {
    const format = { format: jpegTurbo.FORMAT_RGB };
    return (await jpegTurbo.decompress(await readFile(path), format)).data;
  }),
};

function whole(decode) {
  return async (path, window, batch, row) => {
    fill(await decode(path), TILE_SIZE, window, batch, row);
  };
}

/** Crops, mirrors, normalises and lays out: RGB bytes to three planes of floats. */
function fill(pixels, width, { x, y, flip }, batch, row) {
  const [red, green, blue] = TABLES;
  const step = flip ? -1 : 1;
  for (let line = 0; line < SIZE; line++) {
    let from = ((y + line) * width + x) * 3;
    let to = row * 3 * PLANE + line * SIZE + (flip ? SIZE - 1 : 0);
    for (let i = 0; i < SIZE; i++, from += 3, to += step) {
      batch[to] = red[pixels[from]];
      batch[to + PLANE] = green[pixels[from + 1]];
      batch[to + 2 * PLANE] = blue[pixels[from + 2]];
    }
  }
}

const newBatch = () => new Float32Array(BATCH_SIZE * 3 * PLANE);
/** The hand-written way recycles its batches, too. */
const ring = [newBatch(), newBatch()];

/** One batch of files with their windows, through `Promise.all`. */
export async function fillBatch(way, files, windows, batch = newBatch()) {
  sharp.concurrency(way === 'sharp (all threads each)' ? availableParallelism() : 1);
  await Promise.all(files.map((path, row) => WAYS[way](path, windows[row], batch, row)));
  return batch;
}

/** `epochs` of all files, shuffled, one batch in work while the one before is in use; answers the number of images. */
export async function loadByHand(way, files, epochs) {
  let images = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(files);
    let working;
    for (let start = 0; start < order.length; start += BATCH_SIZE) {
      const part = order.slice(start, start + BATCH_SIZE);
      const next = fillBatch(way, part, part.map(randomWindow), ring[(start / BATCH_SIZE) % 2]);
      await working;
      working = next;
      images += part.length;
    }
    await working;
  }
  return images;
}

function shuffled(items) {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function randomWindow() {
  const room = TILE_SIZE - SIZE + 1;
  const place = () => Math.floor(Math.random() * room);
  return { x: place(), y: place(), flip: Math.random() < 0.5 };
}

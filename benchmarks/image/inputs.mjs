// The pictures that are decoded: PNGs as libpng writes them (adaptive filters, level 6), by sharp; the same
// photographs as the JPEG benchmark's. Masks are palette images of blobs in twenty classes.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJpeg } from '@dareblopy/jpeg';
import { encodePng } from '@dareblopy/png';
import sharp from 'sharp';
import { makeLarge, makeTiles } from '../lib/jpeg-inputs.mjs';

async function toPng(jpeg) {
  const { data, shape } = await decodeJpeg(jpeg);
  const raw = { width: shape[1], height: shape[0], channels: 3 };
  return sharp(data, { raw }).png({ adaptiveFiltering: true, compressionLevel: 6 }).toBuffer();
}

async function makeMask(index, side = 512) {
  const data = new Uint8Array(side * side);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [(i % side) / 80 + index, Math.floor(i / side) / 80 - index * 0.7];
    const shape = Math.sin(x) + Math.cos(y * 1.3) + Math.sin(x * 0.6 + y * 0.8);
    data[i] = Math.floor(((shape + 3) / 6) * 20) % 20;
  }
  const palette = Array.from({ length: 20 }, (_, i) => [i * 12, (i * 67) % 256, 255 - i * 9]);
  const file = await encodePng({ dtype: 'uint8', shape: [side, side], data }, { palette });
  return Buffer.from(file.buffer); // pngjs takes Buffers alone
}

export const jpegs = { tiles: await makeTiles(), large: await makeLarge() };

export async function makeInputs(name) {
  if (name === 'masks') return Promise.all(Array.from({ length: 100 }, (_, i) => makeMask(i)));
  return Promise.all(jpegs[name].map(toPng));
}

/** Writes files to a fresh folder for the programs beside us. */
export function writeFolder(files) {
  const folder = join(mkdtempSync(join(tmpdir(), 'dareblopy-bench-')), 'pictures');
  mkdirSync(folder);
  files.forEach((file, i) => {
    writeFileSync(join(folder, `${String(i).padStart(4, '0')}`), file);
  });
  return folder;
}

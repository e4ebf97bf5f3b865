// The JPEGs that the benchmarks decode, cut from nine public-domain photographs; the same every time.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJpeg, encodeJpegSync, jpeg } from '@dareblopy/jpeg';
import { photographs } from '../../examples/demo/photographs.mjs';

/** The JPEG of `image` whose size comes nearest below `bytes`. */
export function encodeNear(image, bytes) {
  let best;
  for (const quality of [98, 96, 94, 92, 90, 87, 84, 80, 75, 70, 60]) {
    best = encodeJpegSync(image, { quality });
    if (best.length <= bytes) break;
  }
  return best;
}

/** `count` tiles of 256x256 and about 30 kB. */
export async function makeTiles(count = 200) {
  const images = await Promise.all(photographs.map(({ path }) => decodeJpeg(path)));
  return Array.from({ length: count }, (_, i) => {
    const image = images[i % images.length];
    const [height, width] = image.shape;
    const x = (i * 131) % (width - 256);
    const y = (i * 71) % (height - 256);
    const data = new Uint8Array(256 * 256 * 3);
    for (let line = 0; line < 256; line++) {
      const at = ((y + line) * width + x) * 3;
      data.set(image.data.subarray(at, at + 256 * 3), line * 256 * 3);
    }
    return encodeNear({ dtype: 'uint8', shape: [256, 256, 3], data }, 34_000);
  });
}

/** `count` pictures of 1280x853 and about 207 kB: parts of the photographs, enlarged. */
export async function makeLarge(count = 50) {
  const sources = Array.from({ length: count }, (_, i) => photographs[i % photographs.length].path);
  const keys = BigUint64Array.from({ length: count }, (_, i) => BigInt(i));
  const area = [0.5, 0.9];
  const decoder = jpeg({ size: [853, 1280], crop: 'random-resized', area, ratio: [1.5, 1.5] });
  const batch = await decoder.decode(sources, { keys });
  const rowSize = 853 * 1280 * 3;
  return Array.from({ length: count }, (_, i) => {
    const data = batch.data.subarray(i * rowSize, (i + 1) * rowSize);
    return encodeNear({ dtype: 'uint8', shape: [853, 1280, 3], data }, 225_000);
  });
}

/** Writes files to a fresh folder for the programs beside us. */
export function writeFolder(files) {
  const folder = join(mkdtempSync(join(tmpdir(), 'dareblopy-bench-')), 'jpegs');
  mkdirSync(folder);
  files.forEach((file, i) => {
    writeFileSync(join(folder, `${String(i).padStart(4, '0')}.jpg`), file);
  });
  return folder;
}

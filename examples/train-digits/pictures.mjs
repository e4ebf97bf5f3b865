// Two pictures: the confusion matrix, and the digits that were misread.
import { writeFileSync } from 'node:fs';
import { decodeJpeg, encodeJpeg, makeGrid } from '@dareblopy/jpeg';
import { openZip } from '@dareblopy/zip';

const CELL = 24;

/** Rows are labels, columns what was read; green is right, red wrong, the stronger the more. */
export async function drawConfusion(path, confusion) {
  const side = 10 * CELL;
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [label, read] = [Math.floor(y / CELL), Math.floor(x / CELL)];
      const share = confusion[label][read] / Math.max(1, sum(confusion[label]));
      const edge = x % CELL === 0 || y % CELL === 0;
      data.set(edge ? [60, 60, 60] : shade(share, label === read), (y * side + x) * 3);
    }
  }
  writeFileSync(path, await encodeJpeg({ dtype: 'uint8', shape: [side, side, 3], data }));
}

/** The misread digits of the ZIP, as a grid. */
export async function drawMisread(path, zip, misread) {
  const archive = await openZip(zip);
  const entries = archive.glob('test/*.jpg');
  const images = [];
  for (const { id } of misread.slice(0, 100)) {
    images.push(await decodeJpeg(entries.get(id)));
  }
  await archive.close();
  if (images.length === 0) return;
  const grid = await makeGrid(images, { columns: 10, padding: 2 });
  writeFileSync(path, await encodeJpeg(grid, { quality: 95 }));
}

/** Half a per cent of errors is to be seen, too: hence the root. */
function shade(share, right) {
  const strength = Math.round(255 * (1 - Math.sqrt(share)));
  return right ? [strength, 255, strength] : [255, strength, strength];
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

// Pictures with text: words in DejaVu Sans on coloured ground, the same every time.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { encodeJpeg } from '@dareblopy/jpeg';
import opentype from 'opentype.js';
import sharp from 'sharp';

const require = createRequire(import.meta.url);
const fonts = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
const faces = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSerif.ttf'].map((file) =>
  opentype.loadSync(join(fonts, file)),
);
export const HEIGHT = 480;
export const WIDTH = 640;
const LINES = 4;

const vocabulary =
  `anchor basket candle dragon engine feather garden hammer island jacket kitchen ladder
  marble needle orchard pencil quarter ribbon saddle timber umbrella valley window yellow bridge copper
  forest harbor lantern mirror planet rocket silver thunder velvet winter`.split(/\s+/);
const grounds = ['#ffffff', '#f4ecd8', '#dfeaf5', '#203040', '#5a2d2d', '#e8f3e4'];

/** The words of a page, from top to bottom. */
export function wordsOf(page) {
  return Array.from({ length: LINES }, (_, line) => {
    return vocabulary[(page * LINES + line * 7) % vocabulary.length];
  });
}

/** A page as the bytes of a JPEG of 640x480. */
export async function render(page) {
  const ground = grounds[page % grounds.length];
  const ink = Number.parseInt(ground.slice(1, 3), 16) > 128 ? '#202020' : '#f0f0f0';
  const font = faces[page % faces.length];
  const paths = wordsOf(page).map((word, line) => {
    const size = 30 + ((page * 5 + line * 11) % 24);
    const x = 30 + ((page * 53 + line * 97) % 260);
    // Outlines, so that no font need be installed.
    return `<path fill="${ink}" d="${font.getPath(word, x, 80 + line * 110, size).toPathData(2)}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="100%" height="100%" fill="${ground}"/>${paths.join('')}</svg>`;
  const pixels = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  const data = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
  return encodeJpeg({ dtype: 'uint8', shape: [HEIGHT, WIDTH, 3], data }, { quality: 90 });
}

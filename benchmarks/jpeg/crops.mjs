// What `random-resized` windows cost: of files with and without restart markers, and, as the least that they
// can cost, of windows that were cut out into files of their own beforehand.
import { decodeJpegSync, jpeg, repackJpeg } from '@dareblopy/jpeg';
import { encodeNear } from '../lib/jpeg-inputs.mjs';
import { pairedRounds, printTable } from '../lib/paired.mjs';
import { large, rounds, sharedBatch, threads } from './setup.mjs';

const REPEATS = 20; // of each file
const OUTPUT = { size: [224, 224], dtype: 'float32', layout: 'CHW' };

export async function benchCrops(plain, rows, quarters) {
  const count = REPEATS * large.length;
  const eighths = await Promise.all(large.map((f) => repackJpeg(f, { restart: { columns: 10 } })));
  const random = jpeg({ ...OUTPUT, crop: 'random-resized' });
  const whole = jpeg({ ...OUTPUT, fit: 'stretch' });
  const batch = sharedBatch([count, 3, 224, 224], Float32Array, 'float32');
  const keys = BigUint64Array.from({ length: count }, (_, i) => BigInt(i)); // the same for all
  const of = (files) => {
    const list = Array.from({ length: REPEATS }, () => files).flat();
    return () => random.decode(list, { into: batch, keys });
  };
  const windows = Array.from({ length: count }, (_, i) => cut(large[i % large.length], i));
  const title = `${count} of random-resized 224x224 float CHW, ${threads} threads`;
  const table = await pairedRounds(
    [
      { name: 'no markers', run: of(plain) },
      { name: 'a restart marker a row', run: of(rows) },
      { name: 'a restart marker a quarter row', run: of(quarters) },
      { name: 'a restart marker an eighth of a row', run: of(eighths) },
      {
        name: 'such windows as files of their own',
        run: () => whole.decode(windows, { into: batch }),
      },
    ],
    { rounds },
  );
  printTable(title, table);
}

/** The `number`-th window of torchvision's RandomResizedCrop, as a JPEG of as many bytes a pixel. */
function cut(file, number) {
  const [width, height] = [1280, 853];
  const random = generator(number);
  let [w, h] = [0, 0];
  do {
    const area = width * height * (0.08 + 0.92 * random());
    const ratio = Math.exp((random() * 2 - 1) * Math.log(4 / 3));
    w = Math.round(Math.sqrt(area * ratio));
    h = Math.round(Math.sqrt(area / ratio));
  } while (w > width || h > height);
  const x = Math.floor(random() * (width - w + 1));
  const y = Math.floor(random() * (height - h + 1));
  const image = decodeJpegSync(file, { region: { x, y, width: w, height: h } });
  return encodeNear(image, (file.length * w * h) / (width * height));
}

/** Numbers in [0, 1), the same every time (mulberry32). */
function generator(seed) {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

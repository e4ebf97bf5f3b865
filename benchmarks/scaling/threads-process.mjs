// Loads an archive with so many threads, once for each line it is sent; answers with its milliseconds.
// node threads-process.mjs <archive> <threads>
import { createInterface } from 'node:readline';
import { configure } from '@dareblopy/core';
import { jpeg } from '@dareblopy/jpeg';
import { openZip } from '@dareblopy/zip';
import { consume, photographLoader } from '../loader/work.mjs';

const [path, threads] = process.argv.slice(2);
configure({ threads: Number(threads) });
const images = (await openZip(path)).glob('*.jpg');
const decode = jpeg({
  ...{
    size: [224, 224],
    crop: 'random',
    flip: { horizontal: 0.5 },
    dtype: 'float32',
    layout: 'CHW',
  },
  normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
});
const loader = photographLoader(images, { decode });
for await (const _ of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await consume(loader);
  console.log(performance.now() - start);
}

// Loads two shuffled, augmented epochs with as many threads as it is told, and prints their hash.
// node load.mjs <archive> <threads> <prefetchBatches>
import { createHash } from 'node:crypto';
import { configure } from '@dareblopy/core';
import { jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { openZip } from '@dareblopy/zip';

const [path, threads, prefetchBatches] = process.argv.slice(2);
configure({ threads: Number(threads) });
const archive = await openZip(path);
const loader = new DataLoader(archive.glob('*.jpg'), {
  decode: jpeg({
    size: [24, 24],
    crop: 'random-resized',
    flip: { horizontal: 0.5 },
    dtype: 'float32',
  }),
  batchSize: 7,
  shuffle: { seed: 3 },
  prefetchBatches: Number(prefetchBatches),
});
const hash = createHash('sha256');
for await (const { data } of loader.epochs(2)) hash.update(data);
console.log(hash.digest('hex'));

// One of the separate processes that the loader's threads are measured against: for each line it is
// sent, loads its shard of the archive with one thread, and answers with its milliseconds.
// node process.mjs <archive> <index> <count>
import { createInterface } from 'node:readline';
import { configure } from '@dareblopy/core';
import { openZip } from '@dareblopy/zip';
import { consume, photographLoader } from './work.mjs';

const [path, index, count] = process.argv.slice(2);
configure({ threads: 1 });
const images = (await openZip(path)).glob('*.jpg');
const shard = { index: Number(index), count: Number(count), uneven: 'keep' };
const loader = photographLoader(images, { shard });
for await (const _ of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await consume(loader);
  console.log(performance.now() - start);
}

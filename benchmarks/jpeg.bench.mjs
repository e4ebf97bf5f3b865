// JPEG decoding beside what else there is, in one run: Node's other decoders, Python's (jpeg/setup.mjs
// says which are found how), and bare C++ loops over the same libjpeg-turbo as floors.
// DAREBLOPY_BENCH_ROUNDS: rounds (default 15). Each row says whether its outputs are fresh or reused.
import { jpegBackends, readJpegInfoSync } from '@dareblopy/jpeg';
import sharp from 'sharp';
import { benchFloats } from './jpeg/floats.mjs';
import { closePeers, large, rounds, threads, tiles } from './jpeg/setup.mjs';
import { benchSmall } from './jpeg/small.mjs';
import { benchUsed } from './jpeg/used.mjs';
import { benchPureJavaScript, benchWhole } from './jpeg/whole.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';

const [{ library, version }] = jpegBackends();
const mean = (files) =>
  Math.round(files.reduce((sum, { length }) => sum + length, 0) / files.length);
console.log(
  `${library} ${version}, ${threads} threads; ${mean(tiles)} and ${mean(large)} bytes a file`,
);
console.log('Median of paired rounds; the factor is the median over rounds of its time over ours.');
const wanted = process.argv.slice(2);
const parts = {
  tiles: () => benchWhole('tiles', tiles, [256, 256]),
  large: () => benchWhole('large', large, [853, 1280]),
  small: benchSmall,
  used: benchUsed,
  floats: benchFloats,
  headers: benchHeaders,
  javascript: benchPureJavaScript,
};
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
await closePeers();

async function benchHeaders() {
  const rows = [
    { name: 'readJpegInfoSync', run: () => tiles.forEach((file) => void readJpegInfoSync(file)) },
    { name: 'sharp metadata', run: () => Promise.all(tiles.map((file) => sharp(file).metadata())) },
  ];
  const each = (ms) => `${((ms * 1e3) / tiles.length).toFixed(2)} us each`;
  const table = await pairedRounds(rows, { rounds });
  printTable(
    `headers of ${tiles.length} files in memory`,
    table.map((row) => ({ ...row, note: each(row.ms) })),
  );
}

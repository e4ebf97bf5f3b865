// Work of which part goes unused: windows of files with restart markers, progressive files, one large
// picture. The files are the large ones, written anew by repackJpeg.
import { decodeJpeg, decodeJpegSync, encodeJpeg, jpeg, repackJpeg } from '@dareblopy/jpeg';
import turbo from '@julusian/jpeg-turbo';
import { writeFolder } from '../lib/jpeg-inputs.mjs';
import { pairedRounds, printTable } from '../lib/paired.mjs';
import { benchCrops } from './crops.mjs';
import { large, peerRow, rounds, startFloor, threads } from './setup.mjs';

const [width, height] = [1280, 853];
const into = new Uint8Array(width * height * 3);
const repackAll = (options) => Promise.all(large.map((file) => repackJpeg(file, options)));
const eachOf = (files, options) => () =>
  files.forEach((file) => void decodeJpegSync(file, { into, ...options }));
const bytes = (files) => files.reduce((sum, { length }) => sum + length, 0);

async function table(title, rows) {
  printTable(title, await pairedRounds(rows, { rounds }));
}

export async function benchUsed() {
  const plain = await repackAll({ restart: false });
  const rows = await repackAll({ restart: { rows: 1 } });
  const quarters = await repackAll({ restart: { columns: 20 } });
  const progressive = await repackAll({ restart: false, progressive: true });
  const share = (files) => `${((bytes(files) / bytes(large) - 1) * 100).toFixed(1)}%`;
  console.log(
    `\nbytes beside the files as they were: optimal tables ${share(plain)}, with a marker a row ` +
      `${share(rows)}, a quarter row ${share(quarters)}; progressive ${share(progressive)}`,
  );
  await windows(plain, rows, quarters);
  await benchCrops(plain, rows, quarters);
  await progressiveFiles(plain, progressive);
  await largePicture();
}

async function windows(plain, rows, quarters) {
  const quarter = { x: 0, y: 640, width, height: 213 };
  const corner = { x: 960, y: 640, width: 320, height: 213 };
  await table(`bottom quarter of ${large.length} of ${width}x${height}, one thread`, [
    { name: 'a restart marker a row', run: eachOf(rows, { region: quarter }) },
    { name: 'top quarter of the same', run: eachOf(rows, { region: { ...quarter, y: 0 } }) },
    { name: 'that quarter as a file of its own', run: eachOf(rows.map(fromRow40), {}) },
    { name: 'no markers', run: eachOf(plain, { region: quarter }) },
  ]);
  await table(`320x213 at the bottom right of ${large.length}, one thread`, [
    { name: 'a restart marker a quarter row', run: eachOf(quarters, { region: corner }) },
    { name: 'a restart marker a row', run: eachOf(rows, { region: corner }) },
    { name: 'no markers', run: eachOf(plain, { region: corner }) },
    { name: 'whole, no markers', run: eachOf(plain, {}) },
  ]);
}

/** Of a file with a restart marker a row of MCUs, all below the 40th (640 pixels), without decoding it. */
function fromRow40(bytes) {
  const file = Buffer.from(bytes);
  const head = file.subarray(0, scanStart(file));
  const segments = file
    .subarray(head.length)
    .toString('latin1')
    .split(/\xff[\xd0-\xd7]/);
  const kept = segments.slice(40).map((segment, i) => {
    const marker = i === 0 ? '' : `\xff${String.fromCharCode(0xd0 + ((i - 1) % 8))}`;
    return Buffer.from(marker + segment, 'latin1');
  });
  const cut = Buffer.concat([head, ...kept]);
  cut.writeUInt16BE(height - 640, heightAt(head));
  return cut;
}

/** Where the entropy-coded bytes begin: behind the SOS header (T.81 B.2.3). */
function scanStart(file) {
  const sos = segmentAt(file, 0xda);
  return sos + 2 + file.readUInt16BE(sos + 2);
}

/** Where SOF0 has the height (T.81 B.2.2). */
const heightAt = (file) => segmentAt(file, 0xc0) + 5;

function segmentAt(file, marker) {
  let at = 2;
  while (file[at + 1] !== marker) at += 2 + file.readUInt16BE(at + 2);
  return at;
}

async function progressiveFiles(plain, progressive) {
  const folder = writeFolder(progressive);
  const rgb = { format: turbo.FORMAT_RGB };
  const own = Buffer.from(into.buffer);
  const floor = (...mode) => peerRow(startFloor(folder, ...mode), '', 'libjpeg-turbo, C loop');
  await table(`${large.length} progressive of ${width}x${height}, one thread`, [
    { name: 'decodeJpegSync, into', run: eachOf(progressive, {}) },
    ...floor(),
    {
      name: '@julusian/jpeg-turbo',
      run: () => progressive.forEach((file) => void turbo.decompressSync(file, own, rgb)),
      note: 'fast DCT and upsampling',
    },
    { name: 'decodeJpegSync of baseline files', run: eachOf(plain, {}) },
  ]);
  for (const eighths of [4, 1]) {
    await table(`the same at ${eighths}/8${eighths === 4 ? ', as 224x224 needs' : ''}`, [
      { name: 'decodeJpegSync, dctScale', run: eachOf(progressive, { dctScale: eighths / 8 }) },
      ...floor('scaled', String(eighths)),
      { name: 'baseline files', run: eachOf(plain, { dctScale: eighths / 8 }) },
    ]);
  }
}

async function largePicture() {
  const pixels = await jpeg({ size: [3000, 4000], fit: 'stretch' }).decode([large[0]]);
  const picture = { dtype: 'uint8', shape: [3000, 4000, 3], data: pixels.data };
  const file = await encodeJpeg(picture, { quality: 92 });
  const marked = await repackJpeg(file);
  const bare = await repackJpeg(file, { restart: false });
  const shared = new Uint8Array(new SharedArrayBuffer(pixels.data.length));
  await table(`one picture of 4000x3000, ${threads} threads`, [
    { name: 'a restart marker a row', run: () => decodeJpeg(marked, { into: shared }) },
    { name: 'no markers: one thread', run: () => decodeJpeg(bare, { into: shared }) },
  ]);
}

// What work costs, or reaches, as it grows: with more threads, larger batches, larger pictures, more entries.
// DAREBLOPY_BENCH_ROUNDS: rounds (default 9).
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJpegSync, jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { createZip, openZip } from '@dareblopy/zip';
import turbo from '@julusian/jpeg-turbo';
import sharp from 'sharp';
import { curve, printCurve } from './lib/curve.mjs';
import { makeLarge, makeTiles } from './lib/jpeg-inputs.mjs';
import { LineProcess } from './lib/line-process.mjs';
import { chosenPart } from './lib/parts.mjs';
import { photographDecoder } from './loader/work.mjs';
import { archiveOf, openers } from './scaling/archives.mjs';
import { pictureOf } from './scaling/pictures.mjs';

const part = chosenPart(import.meta.url, ['threads', 'batch', 'picture', 'entries']);
const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 9);
const cores = availableParallelism();
const folder = mkdtempSync(join(tmpdir(), 'dareblopy-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Writes an archive of files, stored. */
async function pack(name, files) {
  const path = join(folder, name);
  const writer = await createZip(path);
  for (const [i, file] of files.entries()) {
    await writer.add(`${String(i).padStart(5, '0')}.jpg`, file, { method: 'store' });
  }
  await writer.close();
  return path;
}

/** Pictures a second at 1 to twice as many threads as there are cores, a process for each number. */
async function benchThreads() {
  const counts = [];
  for (let n = 1; n < 2 * cores; n *= 2) counts.push(n);
  counts.push(2 * cores);
  const works = [
    {
      name: '256x256 to float32 224x224',
      path: await pack('tiles.zip', await makeTiles(400)),
      count: 400,
    },
    {
      name: '1280x853 to float32 224x224',
      path: await pack('large.zip', await makeLarge(50)),
      count: 50,
    },
  ];
  const program = fileURLToPath(new URL('scaling/threads-process.mjs', import.meta.url));
  const running = [];
  const series = works.map(({ name, path, count }) => ({
    name,
    points: counts.map((threads) => {
      const child = new LineProcess(process.execPath, [program, path, String(threads)]);
      running.push(child);
      return { x: threads, run: async () => (1000 * count) / (await child.round()) };
    }),
  }));
  const axes = {
    title: `pictures a second by threads, on ${cores} cores`,
    x: 'threads',
    y: 'pictures/s',
  };
  printCurve(axes, await curve(series, { rounds }));
  await Promise.all(running.map((child) => child.close()));
}

/** Pictures a second by the size of a batch: what a batch costs besides its samples. */
async function benchBatch() {
  const archive = await openZip(await pack('tiles.zip', await makeTiles(512)));
  const images = archive.glob('*.jpg');
  const loaders = [1, 4, 16, 64, 256].map((batchSize) => {
    const decode = photographDecoder();
    const loader = new DataLoader(images, { decode, batchSize, shuffle: { seed: 1 } });
    const run = async () => {
      const start = performance.now();
      for await (const _ of loader);
      return (1000 * images.length) / (performance.now() - start);
    };
    return { x: batchSize, run };
  });
  const axes = {
    title: 'pictures a second by batch size',
    x: 'samples in a batch',
    y: 'pictures/s',
  };
  const series = [{ name: 'DataLoader', points: loaders }];
  printCurve({ ...axes, log: true }, await curve(series, { rounds }));
  await archive.close();
}

/** Milliseconds of one decode by the side of the picture, on one thread. */
async function benchPicture() {
  const sides = [64, 128, 256, 512, 1024, 2048];
  const files = await Promise.all(sides.map(pictureOf));
  sharp.concurrency(1);
  sharp.cache(false);
  const timed = (run, repeat) => async () => {
    const start = performance.now();
    for (let i = 0; i < repeat; i++) await run();
    return (performance.now() - start) / repeat;
  };
  const small = jpeg({ size: [224, 224] });
  const ways = {
    'ours, whole': (file, into) => decodeJpegSync(file, { into }),
    'ours, to 224x224': (file) => small.decode([file]),
    '@julusian/jpeg-turbo': (file, into) =>
      turbo.decompressSync(file, Buffer.from(into.buffer), { format: turbo.FORMAT_RGB }),
    sharp: (file) => sharp(file).raw().toBuffer(),
  };
  const series = Object.entries(ways).map(([name, way]) => ({
    name,
    points: sides.map((side, i) => {
      const into = new Uint8Array(side * side * 3);
      return { x: side, run: timed(() => way(files[i], into), Math.ceil(40 / (side / 64))) };
    }),
  }));
  const axes = { title: 'one JPEG by its size', x: 'pixels a side', y: 'milliseconds' };
  printCurve({ ...axes, log: true }, await curve(series, { rounds }));
}

/** Milliseconds until an archive of many entries is open. */
async function benchEntries() {
  const counts = [1000, 10_000, 100_000, 1_000_000];
  const paths = [];
  for (const count of counts) paths.push(await archiveOf(count)); // one after the other: they are large
  const series = Object.entries(openers).map(
    ([name, { open, most = Number.POSITIVE_INFINITY }]) => ({
      name,
      points: counts.flatMap((x, i) => {
        if (x > most) return [];
        const run = async () => {
          const start = performance.now();
          await open(paths[i]);
          return performance.now() - start;
        };
        return [{ x, run }];
      }),
    }),
  );
  const axes = { title: 'opening an archive by its entries', x: 'entries', y: 'milliseconds' };
  printCurve({ ...axes, log: true }, await curve(series, { rounds: Math.min(rounds, 5) }));
}

const parts = {
  threads: benchThreads,
  batch: benchBatch,
  picture: benchPicture,
  entries: benchEntries,
};
await parts[part]();

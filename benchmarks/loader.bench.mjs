// The loader: what it costs above the native work, how its threads scale, tiny samples, the permutation,
// and the main job beside what one would load it with otherwise (loader/peers.mjs).
// DAREBLOPY_BENCH_ROUNDS: rounds (default 9). DAREBLOPY_BENCH_PYTHON: a Python with TensorFlow, torch,
// torchvision and DALI. DAREBLOPY_BENCH_FFCV: one with FFCV.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { raw } from '@dareblopy/core';
import { Permutation } from '@dareblopy/core/internal';
import { DataLoader } from '@dareblopy/loader';
import { createZip, openZip } from '@dareblopy/zip';
import { makeTiles, writeFolder } from './lib/jpeg-inputs.mjs';
import { LineProcess } from './lib/line-process.mjs';
import { median, pairedRounds, printTable } from './lib/paired.mjs';
import { chosenPart } from './lib/parts.mjs';
import { handMade, pythonPeers, tfjsData } from './loader/peers.mjs';
import { BATCH, CROP, consume, photographDecoder, photographLoader } from './loader/work.mjs';

const part = chosenPart(import.meta.url, [
  'main',
  'overhead',
  'scaling',
  'tiny-zip',
  'tiny-memory',
  'permutation',
  'first',
]);
const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 9);
const threads = availableParallelism();
const TINY = 100_000; // samples, of 1 kB
const tinyBytes = Buffer.alloc(1024, 7);
const floorProgram = fileURLToPath(
  new URL('../native/build/release/bench/loader_floor', import.meta.url),
);
const folder = mkdtempSync(join(tmpdir(), 'dareblopy-bench-'));
const ofPhotographs = ['main', 'overhead', 'scaling'].includes(part);
const { tiles, archivePath, archive, images } = ofPhotographs ? await makePhotographs() : {};

async function makePhotographs() {
  const tiles = await makeTiles(1000);
  const archivePath = join(folder, 'photographs.zip');
  await pack(
    archivePath,
    tiles.map((bytes, i) => [`${String(i).padStart(4, '0')}.jpg`, bytes]),
  );
  const archive = await openZip(archivePath);
  return { tiles, archivePath, archive, images: archive.glob('*.jpg') };
}

/** Writes an archive as ordinary tools do: deflated. */
async function pack(path, files, method = 'deflate') {
  const writer = await createZip(path);
  for (const [name, bytes] of files) await writer.add(name, bytes, { method });
  await writer.close();
}

const benches = {
  main: benchMainJob,
  overhead: benchOverhead,
  scaling: benchScaling,
  'tiny-zip': benchTinyZip,
  'tiny-memory': benchTinyMemory,
  permutation: benchPermutation,
  first: benchFirstBatch,
};
await benches[part]();
await archive?.close();
rmSync(folder, { recursive: true });

async function benchMainJob() {
  const means = await checkPixels();
  const loader = photographLoader(images);
  const peers = await pythonPeers(writeFolder(tiles), threads, means);
  const rows = await pairedRounds(
    [
      { name: 'DataLoader', run: () => consume(loader), note: 'goal: 230 ms' },
      {
        name: 'sharp, Promise.all',
        run: () => consume(handMade(archive, images)),
        note: 'from ZIP',
      },
      { name: 'tfjs-data on sharp', run: () => tfjsData(archive, images), note: 'from ZIP' },
      ...peers,
    ],
    { rounds },
  );
  printTable(
    `1,000 photographs of 256x256 from a ZIP (Python: files), crop ${CROP}, float32 CHW, batches of ${BATCH}, ${threads} threads`,
    rows,
  );
  console.log(`  ${loader.stats().summary}`);
  for (const peer of peers) await peer.close?.();
  await loader.close();
}

/**
 * Center crops of both sides agree before their times count; so do ours with a plain decode. Answers the
 * channels' means over the first batch, for Python's sides.
 */
async function checkPixels() {
  const names = Array.from({ length: BATCH }, (_, i) => images.get(i));
  const direct = await photographDecoder('center').decode(names);
  const loader = new DataLoader(names, { decode: photographDecoder('center'), batchSize: BATCH });
  const ours = await loader.next();
  assert.deepEqual(Buffer.from(ours.data.buffer), Buffer.from(direct.data.buffer));
  const { value: theirs } = await handMade(archive, images, false).next();
  let sum = 0;
  for (let i = 0; i < theirs.data.length; i++) sum += Math.abs(theirs.data[i] - ours.data[i]);
  const difference = sum / theirs.data.length;
  assert.ok(difference < 0.05, `mean difference to sharp ${difference}`);
  console.log(`mean difference to sharp: ${difference.toFixed(5)} of a standard deviation`);
  const means = [0, 0, 0];
  const plane = CROP * CROP;
  for (let i = 0; i < ours.data.length; i++) {
    means[Math.floor(i / plane) % 3] += (3 * ours.data[i]) / ours.data.length;
  }
  await loader.close();
  return means;
}

/** The loader beside one native call that does all its samples: what is more is the loader's. */
async function benchOverhead() {
  const loader = photographLoader(images, { shuffle: undefined });
  const all = Array.from({ length: images.length }, (_, i) => images.get(i));
  const decoder = photographDecoder();
  const data = new Float32Array(new SharedArrayBuffer(4 * all.length * 3 * CROP * CROP));
  const into = { dtype: 'float32', shape: [all.length, 3, CROP, CROP], data };
  const rows = await pairedRounds(
    [
      { name: 'one native call', run: () => decoder.decode(all, { into }) },
      { name: 'DataLoader', run: () => consume(loader), note: 'goal: 1.02x' },
    ],
    { rounds: 3 * rounds },
  );
  printTable('overhead of the loader, 1,000 photographs', rows);
  await loader.close();
}

/** This process's threads beside as many processes of one thread. */
async function benchScaling() {
  const program = fileURLToPath(new URL('loader/process.mjs', import.meta.url));
  const processes = Array.from(
    { length: threads },
    (_, i) => new LineProcess(process.execPath, [program, archivePath, String(i), String(threads)]),
  );
  const loader = photographLoader(images);
  const rows = await pairedRounds(
    [
      {
        name: `${threads} processes of one thread`,
        run: () => Promise.all(processes.map((p) => p.round())).then(() => undefined),
      },
      { name: `${threads} threads`, run: () => consume(loader), note: 'goal: 1.05x' },
    ],
    { rounds },
  );
  printTable('threads beside processes, 1,000 photographs', rows);
  await Promise.all(processes.map((process) => process.close()));
  await loader.close();
}

async function benchTinyZip() {
  const path = join(folder, 'tiny.zip');
  await pack(
    path,
    Array.from({ length: TINY }, (_, i) => [`${i}`, tinyBytes]),
    'store',
  );
  const archive = await openZip(path);
  const entries = archive.glob('*');
  const floor =
    existsSync(floorProgram) && new LineProcess(floorProgram, [path, `${threads}`, '1024']);
  await compareTiny('from a stored ZIP, CRC checked', entries, [
    ...(floor ? [{ name: 'bare C++ (the floor)', run: () => floor.round() }] : []),
  ]);
  if (floor) await floor.close();
  await archive.close();
}

async function benchTinyMemory() {
  const arrays = Array.from({ length: TINY }, () => new Uint8Array(tinyBytes));
  await compareTiny('from arrays in memory', arrays);
}

async function compareTiny(from, source, others = []) {
  const options = {
    decode: raw([1024], 'uint8'),
    batchSize: 1024,
    shuffle: { seed: 1 },
    prefetchBatches: 3,
  };
  const ours = { name: 'DataLoader', run: () => consume(new DataLoader(source, options)) };
  const rows = await pairedRounds([ours, ...others], { rounds: 3 * rounds });
  const rate = (ms) => `${(TINY / ms / 1000).toFixed(2)} million/s`;
  printTable(
    `${TINY} shuffled samples of 1 kB ${from}, batches of 1,024 (goal: 1 million/s)`,
    rows.map((row) => ({ ...row, note: rate(row.ms) })),
  );
}

function benchPermutation() {
  const permutation = new Permutation(1e9, { seed: 1 });
  const count = 1_000_000;
  const times = [];
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) sum += permutation.at(i);
    times.push(((performance.now() - start) * 1e6) / count);
  }
  assert.ok(sum > 0);
  console.log(
    `\npermutation of 1,000,000,000: ${median(times).toFixed(0)} ns an index (goal: 100)`,
  );
}

async function benchFirstBatch() {
  const sample = new Uint8Array(1);
  const source = { length: 1e9, get: () => sample };
  const times = [];
  for (let round = 0; round < 100; round++) {
    const start = performance.now();
    const loader = new DataLoader(source, {
      decode: raw([], 'uint8'),
      batchSize: 32,
      shuffle: { seed: round },
    });
    await loader.next();
    times.push(performance.now() - start);
    await loader.close();
  }
  console.log(
    `first batch of 1,000,000,000 shuffled samples: ${median(times).toFixed(2)} ms (goal: 1)`,
  );
}

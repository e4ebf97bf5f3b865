// Loaders used in every way at once for a minute (or `node scripts/checks/soak.mjs --minutes 60`):
// memory, threads and descriptors stay flat, and every epoch has every sample once.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from '../lib/bootstrap.mjs';
import { main, step } from '../lib/log.mjs';
import { collectGarbage, residentMiB } from '../lib/memory.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const MINUTES = Number(values.minutes);
const IMAGES = 64;

/** Growth of resident memory that noise explains, in MiB, whatever the duration. */
const NOISE_MIB = 48;

const WORKER = `export default function (batch) {
  return { ...batch, sum: Float64Array.of(batch.id.data.reduce((a, b) => a + b, 0)) };
}
`;

await main(async () => {
  await build();
  process.env.DAREBLOPY_POISON = '1';
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-soak-'));
  try {
    await soak(await prepare(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function prepare(folder) {
  const { zeros } = await import('../../packages/core/dist/extend.js');
  const { encodeJpeg, jpeg } = await import('../../packages/jpeg/dist/index.js');
  const { DataLoader } = await import('../../packages/loader/dist/index.js');
  const { createZip, openZip } = await import('../../packages/zip/dist/index.js');
  const zip = await createZip(join(folder, 'images.zip'));
  for (let i = 0; i < IMAGES; i++) {
    const image = zeros('uint8', [128, 128, 3]);
    for (let at = 0; at < image.data.length; at++) image.data[at] = (at * (i + 7)) & 255;
    await zip.add(`${i}.jpg`, await encodeJpeg(image), { method: i % 2 ? 'store' : 'deflate' });
  }
  await zip.close();
  const worker = join(folder, 'worker.mjs');
  writeFileSync(worker, WORKER);
  return { jpeg, DataLoader, openZip, path: join(folder, 'images.zip'), worker };
}

async function soak(tools) {
  const end = Date.now() + MINUTES * 60_000;
  const warm = Date.now() + Math.min(20_000, (MINUTES * 60_000) / 3);
  let rounds = 0;
  while (Date.now() < warm) await round(tools, rounds++);
  const first = await measure();
  let last = first;
  let told = Date.now();
  while (Date.now() < end) {
    for (let i = 0; i < 10; i++) await round(tools, rounds++);
    if (Date.now() - told < 20_000) continue;
    told = Date.now();
    last = await measure();
    step(`${rounds} rounds: ${JSON.stringify(last)}`);
  }
  last = await measure();
  step(`from ${JSON.stringify(first)} to ${JSON.stringify(last)} in ${rounds} rounds`);
  assert.ok(last.residentMiB - first.residentMiB < NOISE_MIB, 'memory grew');
  assert.ok(last.threads <= first.threads + 1, 'threads were left behind');
  assert.ok(last.descriptors <= first.descriptors + 2, 'descriptors were left behind');
}

/** A loader's life, another way each time. */
async function round({ jpeg, DataLoader, openZip, path, worker }, number) {
  const archive = await openZip(path);
  const images = archive.glob('*.jpg');
  const abort = new AbortController();
  const loader = new DataLoader(images, {
    decode: {
      image: jpeg({ size: [64, 64], crop: 'random', dtype: number % 2 ? 'float32' : 'uint8' }),
      any: jpeg(),
      id: ({ name }) => {
        if (number % 5 === 3 && name === '7.jpg') throw new Error('bad luck');
        return Number.parseInt(name, 10);
      },
    },
    batchSize: 1 + (number % 16),
    shuffle: { seed: number },
    prefetchBatches: 1 + (number % 4),
    onBadSample: { action: number % 2 ? 'skip' : 'replace' },
    signal: abort.signal,
  });
  const ids = [];
  const kept = [];
  const source = number % 7 === 6 ? loader.mapWorkers(worker, { workers: 2 }) : loader;
  try {
    for await (const batch of source) {
      ids.push(...batch.id.data);
      if (number % 11 === 5 && kept.length < 2) kept.push(loader.keep(batch));
      if (number % 4 === 1 && ids.length > 20) break;
      if (number % 4 === 2 && ids.length > 30) abort.abort(new Error('soak'));
    }
    if (number % 4 === 0 || number % 4 === 3) checkEpoch(ids, number);
  } catch (error) {
    assert.equal(error.message, 'soak');
  }
  for (const batch of kept) assert.ok(batch.id.data.length > 0);
  if (number % 3 === 0) await loader.close(); // others are left to the garbage collector
  if (number % 9 !== 8) await archive.close();
}

function checkEpoch(ids, number) {
  const expected = Array.from({ length: IMAGES }, (_, i) => i);
  const got = [...ids].sort((a, b) => a - b);
  if (number % 5 !== 3) assert.deepEqual(got, expected);
  else assert.ok(!got.includes(7) && got.length >= IMAGES - 1);
}

/** What is held once the garbage collector has had its chances: it ends dropped workers and archives. */
async function measure() {
  for (let i = 0; i < 10; i++) {
    collectGarbage();
    await pause(50);
  }
  const threads = readdirSync('/proc/self/task').length;
  const descriptors = readdirSync('/proc/self/fd').length;
  return { residentMiB: residentMiB(), threads, descriptors };
}

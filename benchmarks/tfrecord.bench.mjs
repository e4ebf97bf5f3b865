// TFRecord, side by side: ours, the bare C++ floor, and what Python has where it is at hand. Every side is a
// process of its own; sides take turns, so that a noisy minute meets all of them; results are compared
// before a figure counts. DAREBLOPY_BENCH_TF and DAREBLOPY_BENCH_ORIGINAL name Pythons that have
// tensorflow and dareblopy 0.0.5.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { files } from './tfrecord/data.mjs';

const run = promisify(execFile);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const floorProgram =
  process.env.DAREBLOPY_BENCH_FLOOR ?? at('../native/build/release/bench/tfrecord_floor');
const turns = Number(process.env.DAREBLOPY_BENCH_TURNS ?? 5);

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function ours(work, path, rounds, env = {}) {
  const { stdout } = await run(
    process.execPath,
    [at('./tfrecord/run.mjs'), work, path, String(rounds)],
    {
      env: { ...process.env, ...env },
    },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
async function python(program, library, work, path, rounds) {
  const { stdout } = await run(program, [
    at('./tfrecord/peers.py'),
    library,
    work,
    path,
    String(rounds),
  ]);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
async function floor(work, path, ...more) {
  const { stdout } = await run(floorProgram, [work, path, ...more]);
  return { ms: stdout.trim().split('\n').map(Number) };
}

/** Sides of a row: name to a function that runs one turn. `compared`: whose results must agree. */
function sidesOf(work, path, { floorWork, floorArgs = [], rounds = 15, peers = [] }) {
  const sides = { ours: () => ours(work, path, rounds) };
  if (floorWork) sides.floor = () => floor(floorWork, path, ...floorArgs);
  const pythons = {
    tensorflow: process.env.DAREBLOPY_BENCH_TF,
    original: process.env.DAREBLOPY_BENCH_ORIGINAL,
  };
  for (const peer of peers) {
    if (pythons[peer])
      sides[peer] = () => python(pythons[peer], peer, work, path, Math.min(rounds, 10));
  }
  return sides;
}

async function measure(title, sides) {
  const medians = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  const results = {};
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, side] of Object.entries(sides)) {
      const { ms, result } = await side();
      medians[name].push(median(ms));
      if (result !== undefined) results[name] = result;
    }
  }
  const different = Object.entries(results).filter(([, result]) => result !== results.ours);
  if (different.length > 0) throw new Error(`${title}: results differ: ${JSON.stringify(results)}`);
  const row = { work: title };
  for (const [name, values] of Object.entries(medians))
    row[`${name} ms`] = Number(median(values).toFixed(2));
  for (const name of Object.keys(sides)) {
    if (name === 'ours') continue;
    const ratios = medians[name].map((value, turn) => value / medians.ours[turn]);
    row[name === 'floor' ? 'ours / floor' : `${name} / ours`] = Number(
      (name === 'floor' ? 1 / median(ratios) : median(ratios)).toFixed(2),
    );
  }
  return row;
}

const rows = [
  [
    '98 MB of uint8 to batches of 32, CRC checked',
    async () =>
      sidesOf('batches', await files.images(), {
        floorWork: 'batches',
        peers: ['tensorflow', 'original'],
      }),
  ],
  [
    '2,000 small Examples to batches of 32',
    async () =>
      sidesOf('small', await files.small(), { rounds: 50, peers: ['tensorflow', 'original'] }),
  ],
  [
    'the same, shuffled by a buffer of 1,000',
    async () =>
      sidesOf('shuffled', await files.small(), { rounds: 50, peers: ['tensorflow', 'original'] }),
  ],
  ['100,000 small Examples', async () => sidesOf('small', await files.hundred(), { rounds: 5 })],
  [
    'the same, shuffled by a buffer of 1,000',
    async () => sidesOf('shuffled', await files.hundred(), { rounds: 5 }),
  ],
  [
    'index of 1 GB of small records',
    async () => sidesOf('scan', await files.smallGigabyte(), { floorWork: 'scan', rounds: 5 }),
  ],
  [
    'index of 1 GB of 200 kB records',
    async () => sidesOf('scan', await files.largeGigabyte(), { floorWork: 'scan', rounds: 15 }),
  ],
  [
    'GZIP of the 98 MB',
    async () =>
      sidesOf('gzip', await files.gzip(), {
        floorWork: 'inflate',
        rounds: 3,
        peers: ['tensorflow'],
      }),
  ],
  [
    '2,000 of 1,000,000 in random order, one call',
    async () =>
      sidesOf('random', await files.million(), {
        floorWork: 'random',
        floorArgs: ['2000'],
        rounds: 30,
      }),
  ],
];

const only = process.argv.slice(2);
const table = [];
for (const [title, sides] of rows) {
  if (only.length > 0 && !only.some((word) => title.includes(word))) continue;
  const made = await sides();
  table.push(await measure(title, made));
  console.log(JSON.stringify(table.at(-1)));
}
console.table(table);

const { stdout } = await run(floorProgram, ['crc']);
const kernels = {};
for (const line of stdout.trim().split('\n')) {
  const [kernel, size, speed] = line.split(' ');
  kernels[kernel] ??= {};
  kernels[kernel][
    Number(size) < 2 ** 20 ? `${Number(size) / 1024} kB` : `${Number(size) / 2 ** 20} MB`
  ] = Number(speed);
}
console.log('CRC32C, GB/s');
console.table(kernels);

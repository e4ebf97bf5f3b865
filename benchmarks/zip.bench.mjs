// Archives beside what else there is, in one run and on the same files: Node's other readers, Python's
// zipfile and the original DareBlopy where DAREBLOPY_BENCH_PYTHON (and ..._PYTHON38) name a Python, and
// bare C++ as the floor. All pages are in the cache. Results are dropped at once, unless a row says else.
import { execFileSync } from 'node:child_process';
import { existsSync, promises, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readFiles } from '@dareblopy/core';
import { openZip } from '@dareblopy/zip';
import { LineProcess } from './lib/line-process.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';
import { chosenPart } from './lib/parts.mjs';
import { makeData } from './zip/data.mjs';
import { openOnly, readAll } from './zip/peers.mjs';

/** Peers that do not check the CRC-32 of what they read. */
const unchecked = new Set(['fflate', 'yarn libzip']);

const part = chosenPart(import.meta.url, ['stored', 'deflated', 'many', 'loose']);
const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 15);
const threads = availableParallelism();
const data = await makeData();
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const children = [];

function lineProcess(command, args) {
  const child = new LineProcess(command, args);
  children.push(child);
  return child;
}

/** What bare C++ takes for the same work, where `npm run bench` has built it. */
function floorRow(name, program, args, note = '') {
  const path = here(`../native/build/release/bench/${program}`);
  if (!existsSync(path)) return [];
  const child = lineProcess(path, args);
  return [{ name: `floor: bare C++, ${name}`, run: () => child.round(''), note }];
}

/** One thread and as many as there are, into memory that is fresh each round and that is kept. */
function floorRows(program, args) {
  const rows = [];
  for (const count of new Set([1, threads])) {
    for (const memory of ['fresh', 'reused']) {
      const name = `${count} thread${count === 1 ? '' : 's'}`;
      rows.push(...floorRow(name, program, [...args, `${count}`, memory], `memory ${memory}`));
    }
  }
  return rows;
}

/** Python's rows of one piece of work; those that cannot be had say why. */
async function pythonRows(work) {
  const rows = [];
  const script = [here('zip/peers.py'), data.stored, data.deflated, data.many];
  for (const [who, variable] of [
    ['zipfile', 'DAREBLOPY_BENCH_PYTHON'],
    ['original', 'DAREBLOPY_BENCH_PYTHON38'],
  ]) {
    const python = process.env[variable];
    const name = who === 'original' ? 'Python: the original DareBlopy' : "Python's zipfile";
    if (!python) {
      rows.push({ name, absent: `${variable} names no Python` });
      continue;
    }
    const child = lineProcess(python, script);
    if ((await child.ask(`${who} ${work}`)) === 'none') continue;
    rows.push({ name, run: () => child.round(`${who} ${work}`) });
  }
  return rows;
}

/** The bytes that ours gives are what every peer has to give before its figure counts. */
async function checkAgainst(ours, theirs, who) {
  const names = Object.keys(theirs);
  if (names.length !== data.names.length) throw new Error(`${who} found ${names.length} entries`);
  for (const [i, name] of data.names.entries()) {
    if (Buffer.compare(ours[i], theirs[name]) !== 0) throw new Error(`${who} differs in ${name}`);
  }
}

async function readEverything(title, path, work, floor) {
  const into = new Uint8Array(new SharedArrayBuffer(200 * 110_000));
  const open = async (options) => {
    const archive = await openZip(path);
    await archive.readMany(data.names, options);
    await archive.close();
  };
  const archive = await openZip(path);
  const expected = await archive.readMany(data.names);
  const peers = [];
  for (const [name, read] of Object.entries(readAll)) {
    await checkAgainst(expected, await read(path), name);
    const note = unchecked.has(name) ? 'fresh; without CRC-32' : 'fresh';
    peers.push({ name, run: async () => void (await read(path)), note });
  }
  const contenders = [
    { name: 'ours, own arrays', run: () => open(), note: 'fresh' },
    { name: 'ours, shared: true', run: () => open({ shared: true }), note: 'fresh' },
    { name: 'ours, into', run: () => open({ into }), note: 'reused' },
    ...floor,
    ...peers,
    ...(await pythonRows(work)),
  ];
  printTable(title, await pairedRounds(contenders, { rounds }));
  await archive.close();
}

async function hundredThousand() {
  const contenders = [
    { name: 'ours', run: async () => (await openZip(data.many)).close() },
    ...floorRow('1 thread', 'zip_floor', ['open', data.many]),
    ...Object.entries(openOnly).map(([name, open]) => ({
      name,
      run: async () => {
        const opened = await open(data.many);
        opened.discardAndClose?.();
        opened.zip?.close();
      },
    })),
    ...(await pythonRows('open')),
  ];
  printTable(
    'open 100,000 entries',
    await pairedRounds(contenders, { rounds: Math.min(rounds, 7) }),
  );

  const archive = await openZip(data.many);
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % 100_000;
  };
  const names = Array.from({ length: 1000 }, next).map((i) => `train/${i % 100}/${i}.bin`);
  const libzip = openOnly['yarn libzip'](data.many);
  if (Buffer.compare(archive.readSync(names[0]), libzip.readFileSync(`/${names[0]}`)) !== 0)
    throw new Error('yarn libzip differs');
  const reads = [
    { name: 'ours, readMany', run: () => archive.readMany(names), note: 'fresh' },
    {
      name: 'ours, readSync each',
      run: () => names.forEach((name) => void archive.readSync(name)),
      note: 'fresh',
    },
    ...floorRow('1 thread', 'zip_floor', ['random', data.many], 'memory fresh'),
    {
      name: 'yarn libzip',
      run: () => names.forEach((name) => void libzip.readFileSync(`/${name}`)),
      note: 'parts of shared buffers; no CRC-32',
    },
    ...(await pythonRows('random')),
  ];
  printTable('1,000 random reads of 100 B', await pairedRounds(reads, { rounds }));
  libzip.discardAndClose();
  await archive.close();

  console.log('\nmemory of an open archive of 100,000 entries, MB');
  for (const who of ['ours', ...Object.keys(openOnly)]) {
    const script = [here('zip/memory.mjs'), who, data.many, data.stored];
    const { heap, resident } = JSON.parse(
      execFileSync(process.execPath, ['--expose-gc', ...script]),
    );
    console.log(
      `  ${who.padEnd(12)} heap ${heap.toFixed(1).padStart(7)}   resident ${resident.toFixed(1).padStart(7)}`,
    );
  }
}

async function looseFiles() {
  const expected = data.paths.map((path) => readFileSync(path));
  const read = await readFiles(data.paths);
  if (read.some((bytes, i) => Buffer.compare(bytes, expected[i]) !== 0)) throw new Error('differs');
  const into = new Uint8Array(new SharedArrayBuffer(200 * 60_000));
  const contenders = [
    { name: 'readFiles', run: () => readFiles(data.paths), note: 'fresh' },
    {
      name: 'readFiles, into',
      run: () => readFiles(data.paths, { into }),
      note: 'reused',
      ours: true,
    },
    ...floorRows('files_floor', [data.loose]),
    {
      name: 'fs.readFileSync',
      run: () => data.paths.forEach((path) => void readFileSync(path)),
      note: 'fresh',
    },
    {
      name: 'fs.promises.readFile',
      run: () => Promise.all(data.paths.map((path) => promises.readFile(path))),
      note: 'fresh',
    },
  ];
  printTable('200 loose files of about 30 kB', await pairedRounds(contenders, { rounds }));
}

const parts = {
  stored: () =>
    readEverything(
      'open, read 200 stored',
      data.stored,
      'stored',
      floorRows('zip_floor', ['read', data.stored]),
    ),
  deflated: () =>
    readEverything('open, read 200 deflated', data.deflated, 'deflated', [
      ...floorRow(`libdeflate, ${threads} threads`, 'zip_floor', [
        'libdeflate',
        data.deflated,
        `${threads}`,
      ]),
      ...floorRow('libdeflate, 1 thread', 'zip_floor', ['libdeflate', data.deflated, '1']),
    ]),
  many: hundredThousand,
  loose: looseFiles,
};

if (part === 'stored') {
  console.log(
    `${threads} threads, medians of ${rounds} paired rounds; x: time over that of the first row; all results are dropped`,
  );
}
await parts[part]();
await Promise.all(children.map((child) => child.close()));

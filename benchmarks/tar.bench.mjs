// Tar archives beside what else there is, in one run and on the same file: tar-stream and node-tar of npm,
// Python's tarfile and webdataset where DAREBLOPY_BENCH_PYTHON names a Python. The page cache is warm.
import { openTar, readTar } from '@dareblopy/tar';
import { LineProcess } from './lib/line-process.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';
import { makeData, nameOf } from './tar/data.mjs';
import { peers } from './tar/peers.mjs';

const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 7);
const data = await makeData();
const python = process.env.DAREBLOPY_BENCH_PYTHON;
const script = new URL('tar/peers.py', import.meta.url).pathname;
const child = python ? new LineProcess(python, [script, data.path, data.gzip]) : undefined;

/** Python's rows of one piece of work; those that cannot be had are left out. */
async function pythonRows(work) {
  const rows = [];
  for (const [who, name] of [
    ['tarfile', "Python's tarfile"],
    ['webdataset', 'webdataset (Python)'],
  ]) {
    if (child === undefined || (await child.ask(`${who} ${work}`)) === 'none') continue;
    rows.push({ name, run: () => child.round(`${who} ${work}`) });
  }
  return rows;
}

const archive = await openTar(data.path);
if (archive.length !== data.count) throw new Error(`found ${archive.length} entries`);
await (await openTar(data.path, { index: data.index })).close();

printTable(
  'index of 100,000 entries of 4 kB',
  await pairedRounds(
    [
      { name: 'ours', run: async () => (await openTar(data.path)).close() },
      {
        name: 'ours, kept index',
        run: async () => (await openTar(data.path, { index: data.index })).close(),
      },
      ...peers('index', data.path),
      ...(await pythonRows('index')),
    ],
    { rounds, warmUps: 1 },
  ),
);

let state = 1;
const wanted = Array.from({ length: 1000 }, () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return nameOf(state % data.count);
});
const [first] = await archive.readMany(wanted);
if (first?.[0] !== data.firstByte(wanted[0])) throw new Error('ours differs');
const into = new Uint8Array(new SharedArrayBuffer(1000 * 4096));
printTable(
  '1,000 random entries of an opened archive',
  await pairedRounds(
    [
      { name: 'ours, readMany', run: () => archive.readMany(wanted), note: 'fresh' },
      { name: 'ours, into', run: () => archive.readMany(wanted, { into }), note: 'reused' },
      {
        name: 'pread by its offset',
        run: data.preads(archive, wanted),
        note: 'reused; fs.readSync',
      },
      ...(await pythonRows('random')),
    ],
    { rounds },
  ),
);

for (const [title, path, work] of [
  ['all entries in order', data.path, 'order'],
  ['all entries in order, .tar.gz', data.gzip, 'gzip'],
]) {
  const run = async () => {
    let bytes = 0;
    for await (const entry of readTar(path)) bytes += entry.bytesSync().length;
    if (bytes !== data.bytes) throw new Error(`read ${bytes} bytes`);
  };
  const handles = async () => {
    let count = 0;
    for await (const _ of readTar(path)) count++;
    if (count !== data.count) throw new Error(`read ${count} entries`);
  };
  printTable(
    title,
    await pairedRounds(
      [
        { name: 'ours, bytes of each', run },
        { name: 'ours, handles', run: handles, note: 'in native memory, for decoders' },
        ...peers(work, path, data.bytes),
        ...(await pythonRows(work)),
      ],
      { rounds, warmUps: 1 },
    ),
  );
}
await archive.close();
await child?.close();

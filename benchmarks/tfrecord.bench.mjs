// TFRecord, side by side: ours, the bare C++ floor, and what Node and Python have. Every side is a process
// of its own; sides take turns, so that a noisy minute meets all of them; results are compared before a
// figure counts. DAREBLOPY_BENCH_PYTHON names a Python with tensorflow, tfrecord and nvidia-dali,
// DAREBLOPY_BENCH_PYTHON38 one with dareblopy 0.0.5. Words on the command line pick rows.
import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, printTable, rowOf } from './lib/paired.mjs';
import { noPython } from './lib/python.mjs';
import { files } from './tfrecord/data.mjs';

const run = promisify(execFile);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const floorProgram = at('../native/build/release/bench/tfrecord_floor');
const turns = Number(process.env.DAREBLOPY_BENCH_TURNS ?? 5);

const pythons = {
  'tf.data': [process.env.DAREBLOPY_BENCH_PYTHON, 'tensorflow'],
  DALI: [process.env.DAREBLOPY_BENCH_PYTHON, 'dali'],
  "vahidk's tfrecord": [process.env.DAREBLOPY_BENCH_PYTHON, 'vahidk'],
  'the original': [process.env.DAREBLOPY_BENCH_PYTHON38, 'original'],
};
const nodePeers = ['tfrecord-stream', 'tfrecord', 'protobufjs'];
/** What is slow is done less often. */
const peerRounds = 5;

/** Runs a program bound to one core, where taskset can do that. */
const [onOneCore, bound] = (() => {
  try {
    execFileSync('taskset', ['-c', '0', process.execPath, '--version']);
    return [(command, args) => ['taskset', ['-c', '0', command, ...args]], true];
  } catch {
    return [(command, args) => [command, args], false];
  }
})();

/** The sides of a row, each a command; ours is the first. */
function sidesOf({ work, path, floor, wholeFloor, rounds, peers = [], oneCore = false }) {
  const commands = {
    ours: [process.execPath, [at('./tfrecord/run.mjs'), 'ours', work, path, rounds]],
  };
  if (floor) commands['bare C++ (the floor)'] = [floorProgram, floor];
  if (wholeFloor) commands['libdeflate, in one go'] = [floorProgram, wholeFloor];
  for (const peer of peers) {
    const [python, library] = pythons[peer] ?? [];
    if (nodePeers.includes(peer)) {
      commands[peer] = [process.execPath, [at('./tfrecord/run.mjs'), peer, work, path, peerRounds]];
    } else if (python) {
      const most = Math.max(peerRounds, rounds / 2);
      commands[peer] = [python, [at('./tfrecord/peers.py'), library, work, path, Math.round(most)]];
    } else {
      commands[peer] = { absent: noPython };
    }
  }
  return Object.entries(commands).map(([name, command]) => {
    if (command.absent) return { name, absent: command.absent };
    const [program, args] = [command[0], command[1].map(String)];
    return { name, command: oneCore ? onOneCore(program, args) : [program, args] };
  });
}

/** One turn: median milliseconds and what was made; `absent` says why there is none. */
async function turn({ command: [program, args], name }) {
  const answer = await run(program, args).catch((error) => ({ error }));
  if (answer.error) {
    if (name === 'ours') throw answer.error;
    // A peer may be there and fail: its last words say why (an import that lacks a library, say).
    return { absent: lastLine(answer.error.stderr) ?? answer.error.message };
  }
  const { stdout } = answer;
  const lines = stdout.trim().split('\n');
  const { ms, result } = lines[0].startsWith('{')
    ? JSON.parse(lines.at(-1))
    : { ms: lines.map(Number) };
  return ms ? { ms: median(ms), result } : { absent: 'the library is not there' };
}

const lastLine = (text = '') => text.trim().split('\n').at(-1) || undefined;

async function measure(title, row) {
  const sides = sidesOf(row).map((side) => ({ ...side, times: [] }));
  const [ours] = sides;
  for (let i = 0; i < turns; i++) {
    for (const side of sides) {
      if (side.absent) continue;
      const taken = await turn(side);
      side.absent = taken.absent;
      if (side.absent) continue;
      side.times.push(taken.ms);
      if (taken.result !== undefined) side.result = taken.result;
    }
  }
  for (const { name, absent, result } of sides) {
    if (!absent && result !== undefined && result !== ours.result)
      throw new Error(`${name} made ${result}, ours ${ours.result}`);
  }
  printTable(
    title,
    sides.map((side) => rowOf({ ...side, ours: side === ours }, ours.times)),
  );
}

const everyone = [...Object.keys(pythons), ...nodePeers];
const pinned = bound ? 'one core' : 'not bound to one core: there is no taskset';
const rows = {
  '98 MB of uint8 to batches of 32, CRC checked, batches recycled': async () => {
    const path = await files.images();
    return { work: 'batches', path, rounds: 15, floor: ['batches', path], peers: everyone };
  },
  [`2,000 small Examples to batches of 32, ${pinned}`]: async () => {
    const path = await files.small();
    const row = { work: 'small', path, rounds: 50, floor: ['small', path], peers: everyone };
    return { ...row, oneCore: true };
  },
  [`the same, shuffled by a buffer of 1,000, ${pinned}`]: async () => {
    const peers = ['tf.data', 'the original'];
    return { work: 'shuffled', path: await files.small(), rounds: 50, peers, oneCore: true };
  },
  [`100,000 small Examples, ${pinned}`]: async () => {
    const path = await files.hundred();
    return { work: 'small', path, rounds: 5, floor: ['small', path], oneCore: true };
  },
  [`100,000 small Examples, shuffled by a buffer of 1,000, ${pinned}`]: async () => {
    return { work: 'shuffled', path: await files.hundred(), rounds: 5, oneCore: true };
  },
  'index of 1 GB of small records': async () => {
    const path = await files.smallGigabyte();
    return { work: 'scan', path, rounds: 5, floor: ['scan', path] };
  },
  'index of 1 GB of 200 kB records': async () => {
    const path = await files.largeGigabyte();
    return { work: 'scan', path, rounds: 15, floor: ['scan', path] };
  },
  'GZIP of the 98 MB': async () => {
    const path = await files.gzip();
    const floors = { floor: ['inflate', path], wholeFloor: ['whole', path] };
    return { work: 'gzip', path, rounds: 3, ...floors, peers: ['tf.data'] };
  },
  'eight GZIP shards of as much': async () => {
    const path = await files.shards();
    return { work: 'gzip', path, rounds: 7, peers: ['tf.data'] };
  },
  [`100,000 small Examples in GZIP, ${pinned}`]: async () => {
    return { work: 'small', path: await files.hundredGzip(), rounds: 5, oneCore: true };
  },
  '100,000 small Examples by number, shuffled, through the loader': async () => {
    const path = await files.hundred();
    return { work: 'byNumber', path, rounds: 7, floor: ['random', path, 100_000] };
  },
  '2,000 of 1,000,000 in random order, one call': async () => {
    const path = await files.million();
    return { work: 'random', path, rounds: 30, floor: ['random', path, 2000] };
  },
};

const only = process.argv.slice(2);
for (const [title, row] of Object.entries(rows)) {
  if (only.length === 0 || only.some((word) => title.includes(word)))
    await measure(title, await row());
}

if (only.length === 0 || only.includes('CRC32C')) {
  const { stdout } = await run(floorProgram, ['crc']);
  const kernels = {};
  for (const line of stdout.trim().split('\n')) {
    const [kernel, bytes, speed] = line.split(' ');
    const size = bytes < 2 ** 20 ? `${bytes / 1024} kB` : `${bytes / 2 ** 20} MB`;
    kernels[kernel] ??= {};
    kernels[kernel][size] = Number(speed);
  }
  console.log('\nCRC32C, GB/s');
  console.table(kernels);
}

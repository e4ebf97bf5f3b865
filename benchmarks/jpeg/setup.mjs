// What the JPEG benchmarks share: the files, in memory and in folders for other programs, and those
// programs. Peers run where they are found: DAREBLOPY_BENCH_PYTHON names a Python with simplejpeg, Pillow,
// torchvision, DALI and TensorFlow (any of them), DAREBLOPY_BENCH_PILLOW_SIMD one with pillow-simd and
// numpy, DAREBLOPY_TFJS_NODE the folder that scripts/tfjs-node.mjs prints.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { makeLarge, makeTiles, writeFolder } from '../lib/jpeg-inputs.mjs';
import { LineProcess } from '../lib/line-process.mjs';

export const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 15);
export const threads = availableParallelism();
sharp.concurrency(1); // one thread an image, all images at once: its best for many small ones
sharp.cache(false);

/** 200 of 256x256, and 50 of 1280x853. */
export const tiles = await makeTiles();
export const large = await makeLarge();
export const folders = { tiles: writeFolder(tiles), large: writeFolder(large) };

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const floorProgram = at('../../native/build/release/bench/jpeg_floor');
const running = [];

function start(command, args) {
  const process = new LineProcess(command, args);
  running.push(process);
  return process;
}

/** A bare C++ loop over a folder of files; undefined where it was not built. */
export function startFloor(folder, ...mode) {
  return existsSync(floorProgram) ? start(floorProgram, [folder, '0', ...mode]) : undefined;
}

/** A program that says 'ready' when it has loaded its library; { absent } where it has not got it. */
async function startPeer(variable, command, args) {
  if (!command) return { absent: `${variable} names nothing` };
  const peer = start(command, args);
  if ((await peer.ask()) === 'ready') return peer;
  return { absent: `${args.at(1)} is not installed` };
}

const { DAREBLOPY_BENCH_PYTHON, DAREBLOPY_BENCH_PILLOW_SIMD } = process.env;
const startPython = (library, python, variable = 'DAREBLOPY_BENCH_PYTHON') =>
  startPeer(variable, python, [
    ...[at('python'), library, folders.tiles, folders.large, String(threads)],
  ]);

/** Programs of others, by library. */
export const peers = {
  simplejpeg: await startPython('simplejpeg', DAREBLOPY_BENCH_PYTHON),
  pillow: await startPython('pillow', DAREBLOPY_BENCH_PYTHON),
  pillowSimd: await startPython(
    'pillow',
    DAREBLOPY_BENCH_PILLOW_SIMD,
    'DAREBLOPY_BENCH_PILLOW_SIMD',
  ),
  torchvision: await startPython('torchvision', DAREBLOPY_BENCH_PYTHON),
  dali: await startPython('dali', DAREBLOPY_BENCH_PYTHON),
  tfdata: await startPython('tfdata', DAREBLOPY_BENCH_PYTHON),
  tfjsNode: await startPeer(
    'DAREBLOPY_TFJS_NODE',
    process.env.DAREBLOPY_TFJS_NODE && process.execPath,
    [at('tfjs-node-process.mjs'), process.env.DAREBLOPY_TFJS_NODE, folders.tiles],
  ),
};

/** A row of a table; where the peer is not there, one that says so. None where there is nothing to say. */
export function peerRow(peer, work, name, note) {
  if (!peer) return [];
  return [{ name, run: () => peer.round(work), note, absent: peer.absent }];
}

export const closePeers = () => Promise.all(running.map((process) => process.close()));

/** A batch whose memory is shared, so that threads write to it directly, as to a loader's ring. */
export function sharedBatch(shape, Type = Uint8Array, dtype = 'uint8') {
  const length = shape.reduce((product, extent) => product * extent);
  const data = new Type(new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT));
  return { dtype, shape, data };
}

// PNG decoding beside what else there is, in one run: Node's other decoders, and Python's Pillow and OpenCV
// where DAREBLOPY_BENCH_PYTHON names a Python that has them; and image() beside jpeg() on JPEGs.
// DAREBLOPY_BENCH_ROUNDS: rounds (default 15). node --expose-gc benchmarks/image.bench.mjs masks: one part.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { image } from '@dareblopy/image';
import { jpeg } from '@dareblopy/jpeg';
import { png } from '@dareblopy/png';
import { Transformer } from '@napi-rs/image';
import { decode as fastPng } from 'fast-png';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { jpegs, makeInputs, writeFolder } from './image/inputs.mjs';
import { LineProcess } from './lib/line-process.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';

const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 15);
const threads = availableParallelism();
const python = process.env.DAREBLOPY_BENCH_PYTHON;
sharp.concurrency(1); // one thread an image, all images at once: its best for many small ones
sharp.cache(false);

/** A batch whose memory is shared, so that threads write to it directly, as to a loader's ring. */
function sharedBatch(shape, Type = Uint8Array, dtype = 'uint8') {
  const length = shape.reduce((product, extent) => product * extent);
  const data = new Type(new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT));
  return { dtype, shape, data };
}

/** Pillow's and OpenCV's rows, and what ends their processes. */
async function pythonRows(files, work) {
  const rows = [];
  const running = [];
  for (const library of python ? ['pillow', 'opencv'] : []) {
    const program = fileURLToPath(new URL('image/peers.py', import.meta.url));
    const peer = new LineProcess(python, [program, library, writeFolder(files), String(threads)]);
    running.push(peer);
    if ((await peer.ask()) !== 'ready') continue;
    rows.push({
      name: `${library}, ${threads} threads`,
      run: () => peer.round(work),
      note: 'fresh',
    });
  }
  return { rows, close: () => Promise.all(running.map((peer) => peer.close())) };
}

/** Whoever differs from sharp in a byte does other work. */
async function check(files, batch, slow) {
  const row = batch.data.length / files.length;
  const raw = await sharp(files[1]).raw().toBuffer();
  const ours = batch.data.subarray(row, 2 * row);
  if (raw.length === ours.length && !raw.every((value, i) => value === ours[i])) {
    throw new Error('sharp gives other pixels');
  }
  for (const [name, decode] of Object.entries(slow)) {
    if (decode(files[1]).length < row) throw new Error(`${name} gives fewer pixels`);
  }
}

async function benchPng(name, [height, width], channels, pure) {
  const files = await makeInputs(name);
  const depth = channels === 'indices' ? 1 : 3;
  const batch = sharedBatch([files.length, height, width, depth]);
  const decoder = png({ size: [height, width], fit: 'none', channels });
  await decoder.decode(files, { into: batch });
  const slow = {
    'fast-png': (file) => fastPng(file).data,
    pngjs: (file) => PNG.sync.read(file).data,
  };
  await check(files, batch, slow);
  const { rows, close } = await pythonRows(files, name === 'masks' ? 'mask' : 'rgb');
  const every = (decode) => () => Promise.all(files.map(decode));
  const contenders = [
    {
      name: 'png().decode, into',
      run: () => decoder.decode(files, { into: batch }),
      note: 'reused',
    },
    {
      name: 'sharp, Promise.all',
      run: every((file) => sharp(file).raw().toBuffer()),
      note: 'fresh',
    },
    {
      name: '@napi-rs/image, Promise.all',
      run: every((file) => new Transformer(file).rawPixels()),
      note: 'fresh',
    },
    ...rows,
    ...(pure
      ? Object.entries(slow).map(([peer, decode]) => ({
          name: `${peer}, one thread`,
          run: () => files.forEach((file) => void decode(file)),
          note: 'fresh',
        }))
      : []),
  ];
  const bytes = Math.round(files.reduce((sum, { length }) => sum + length, 0) / files.length);
  printTable(
    `${files.length} PNGs of ${width}x${height} (${name}, ${bytes} bytes each), ${threads} threads`,
    await pairedRounds(contenders, { rounds: pure ? rounds : Math.ceil(rounds / 2) }),
  );
  await close();
}

/** What telling the format costs. */
async function benchAny() {
  const options = { size: [224, 224], fit: 'none', dtype: 'float32', layout: 'CHW' };
  const batch = sharedBatch([jpegs.tiles.length, 3, 224, 224], Float32Array, 'float32');
  const [any, one] = [image(options), jpeg(options)];
  const rows = [
    { name: 'image()', run: () => any.decode(jpegs.tiles, { into: batch }) },
    { name: 'jpeg()', run: () => one.decode(jpegs.tiles, { into: batch }) },
  ];
  const title = `${jpegs.tiles.length} JPEGs of 256x256 to float32 CHW, ${threads} threads`;
  printTable(title, await pairedRounds(rows, { rounds: 4 * rounds }));
}

const parts = {
  rgb: () => benchPng('tiles', [256, 256], 3, true),
  large: () => benchPng('large', [853, 1280], 3, false),
  masks: () => benchPng('masks', [512, 512], 'indices', true),
  any: benchAny,
};
const wanted = process.argv.slice(2);
console.log('Median of paired rounds; the factor is the median over rounds of its time over ours.');
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}

// JPEG decoding beside what else there is, in one run: Node's other decoders, Python's where a Python
// with them is named by DAREBLOPY_BENCH_PYTHON, and a bare C loop over the same libjpeg-turbo as the floor.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { decodeJpegSync, jpeg, jpegBackends, readJpegInfoSync } from '@dareblopy/jpeg';
import turbo from '@julusian/jpeg-turbo';
import { Transformer } from '@napi-rs/image';
import jpegJs from 'jpeg-js';
import sharp from 'sharp';
import { makeLarge, makeTiles, writeFolder } from './lib/jpeg-inputs.mjs';
import { LineProcess } from './lib/line-process.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';

const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 15);
const threads = availableParallelism();
sharp.concurrency(1); // one thread an image, all images at once: its best for many small ones
sharp.cache(false);

const tiles = await makeTiles();
const large = await makeLarge();
const folders = { tiles: writeFolder(tiles), large: writeFolder(large) };
const mean = [0.485, 0.456, 0.406];
const std = [0.229, 0.224, 0.225];

const floorProgram = fileURLToPath(
  new URL('../native/build/release/bench/jpeg_floor', import.meta.url),
);
const python = process.env.DAREBLOPY_BENCH_PYTHON;
const pythonScript = fileURLToPath(new URL('python/jpeg_peers.py', import.meta.url));
const peers =
  python && new LineProcess(python, [pythonScript, folders.tiles, folders.large, String(threads)]);

/** A batch whose memory is shared, so that threads write to it directly, as to a loader's ring. */
function sharedBatch(shape, Type = Uint8Array, dtype = 'uint8') {
  const length = shape.reduce((product, extent) => product * extent);
  const data = new Type(new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT));
  return { dtype, shape, data };
}

const pythonRow = (name, work) => (peers ? [{ name, run: () => peers.round(work) }] : []);

function floorRows(work) {
  if (!existsSync(floorProgram)) return { rows: [], close: () => undefined };
  const folder = folders[work];
  const processes = Array.from(
    { length: threads },
    () => new LineProcess(floorProgram, [folder, '0']),
  );
  return {
    single: { name: 'C loop (the floor)', run: () => processes[0].round() },
    parallel: {
      name: `${threads} processes of the C loop, a share each`,
      run: async () => {
        const times = await Promise.all(processes.map((process) => process.round()));
        return Math.max(...times) / threads;
      },
    },
    close: () => Promise.all(processes.map((process) => process.close())),
  };
}

async function wholeImages(work, files, [height, width]) {
  const title = `${files.length} of ${width}x${height}`;
  const floor = floorRows(work);
  const into = new Uint8Array(height * width * 3);
  const own = files.map(() => Buffer.alloc(height * width * 3));
  const ours = () => files.forEach((file) => void decodeJpegSync(file, { into }));
  const theirs = () =>
    files.forEach(
      (file, i) => void turbo.decompressSync(file, own[i], { format: turbo.FORMAT_RGB }),
    );
  ours();
  const check = decodeJpegSync(files[0]).data;
  theirs();
  const off = own[0].reduce((sum, value, i) => sum + Math.abs(value - check[i]), 0) / check.length;
  if (off > 2) throw new Error(`@julusian/jpeg-turbo differs by ${off} levels on average`);
  const single = [
    { name: 'decodeJpegSync, into', run: ours },
    ...(floor.single ? [floor.single] : []),
    { name: '@julusian/jpeg-turbo, reused', run: theirs, note: 'fast DCT and upsampling' },
    ...pythonRow('simplejpeg, reused', work),
  ];
  printTable(`${title}, one thread, outputs reused`, await pairedRounds(single, { rounds }));

  const batch = sharedBatch([files.length, height, width, 3]);
  const decoder = jpeg({ size: [height, width], fit: 'none' });
  const parallel = [
    { name: 'jpeg().decode, into', run: () => decoder.decode(files, { into: batch }) },
    ...(floor.parallel ? [floor.parallel] : []),
    {
      name: '@julusian/jpeg-turbo, Promise.all',
      run: () =>
        Promise.all(files.map((f, i) => turbo.decompress(f, own[i], { format: turbo.FORMAT_RGB }))),
    },
    {
      name: 'sharp, Promise.all',
      run: () => Promise.all(files.map((file) => sharp(file).raw().toBuffer())),
      note: 'fresh outputs',
    },
    {
      name: '@napi-rs/image, Promise.all',
      run: () => Promise.all(files.map((file) => new Transformer(file).rawPixels())),
      note: 'fresh outputs',
    },
    ...pythonRow(`simplejpeg, ${threads} threads`, `${work}-parallel`),
  ];
  printTable(`${title}, ${threads} threads`, await pairedRounds(parallel, { rounds }));
  await floor.close();
}

/** Peak signal-to-noise ratio in dB of bytes against floats. */
function psnr(values, reference) {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - reference[i]) ** 2;
  return 10 * Math.log10((255 * 255 * values.length) / squares);
}

async function smaller() {
  const size = [224, 224];
  const batch = sharedBatch([large.length, ...size, 3]);
  const exactBatch = sharedBatch([large.length, ...size, 3]);
  const fast = jpeg({ size });
  const exact = jpeg({ size, exact: true });
  const reference = (await exact.decode(large)).data;
  const resize = (file) =>
    sharp(file).resize(224, 224, { fit: 'cover', kernel: 'linear' }).removeAlpha().raw().toBuffer();
  const sharpPixels = Buffer.concat(await Promise.all(large.map(resize)));
  const quality = (pixels) =>
    `PSNR ${psnr(pixels, reference).toFixed(1)} dB against the exact resize`;
  const rows = [
    {
      name: 'jpeg({ size })',
      run: () => fast.decode(large, { into: batch }),
      note: quality((await fast.decode(large)).data),
    },
    { name: 'jpeg({ size, exact: true })', run: () => exact.decode(large, { into: exactBatch }) },
    {
      name: 'sharp, Promise.all',
      run: () => Promise.all(large.map(resize)),
      note: quality(sharpPixels),
    },
    ...pythonRow('simplejpeg scaled, OpenCV area', 'small-simplejpeg'),
    ...pythonRow('Pillow, draft and box', 'small-pillow'),
  ];
  const title = `${large.length} of 1280x853 to 224x224, ${threads} threads`;
  printTable(title, await pairedRounds(rows, { rounds }));
}

async function floats() {
  const shape = [tiles.length, 3, 224, 224];
  const batch = sharedBatch(shape, Float32Array, 'float32');
  const decoder = jpeg({
    size: [224, 224],
    fit: 'none',
    crop: 'random',
    flip: { horizontal: 0.5 },
    dtype: 'float32',
    layout: 'CHW',
    normalize: { mean, std },
  });
  const output = new Float32Array(batch.data.length);
  /** The same by hand: window, mirror, normalise, to planes. */
  const byHand = (pixels, i) => {
    const [x, y, mirror] = [(i * 13) % 33, (i * 7) % 33, i % 2 === 1];
    for (let c = 0; c < 3; c++) {
      const [scale, bias] = [1 / 255 / std[c], -mean[c] / std[c]];
      for (let line = 0; line < 224; line++) {
        const to = (i * 3 + c) * 224 * 224 + line * 224;
        const from = ((y + line) * 256 + x) * 3 + c;
        for (let column = 0; column < 224; column++) {
          const at = from + (mirror ? 223 - column : column) * 3;
          output[to + column] = pixels[at] * scale + bias;
        }
      }
    }
  };
  const own = tiles.map(() => Buffer.alloc(256 * 256 * 3));
  const options = { format: turbo.FORMAT_RGB };
  const rows = [
    { name: 'jpeg({ ... }).decode, into', run: () => decoder.decode(tiles, { into: batch }) },
    {
      name: '@julusian/jpeg-turbo and a loop',
      run: () =>
        Promise.all(
          tiles.map(async (file, i) =>
            byHand((await turbo.decompress(file, own[i], options)).data, i),
          ),
        ),
    },
    {
      name: 'sharp and a loop',
      run: () =>
        Promise.all(tiles.map(async (file, i) => byHand(await sharp(file).raw().toBuffer(), i))),
    },
    ...pythonRow(`simplejpeg and numpy, ${threads} threads`, 'float'),
  ];
  const title = `${tiles.length} of 256x256 to float32 CHW 224x224, cropped, flipped, normalised, ${threads} threads`;
  printTable(title, await pairedRounds(rows, { rounds }));
}

async function headers() {
  const rows = [
    { name: 'readJpegInfoSync', run: () => tiles.forEach((file) => void readJpegInfoSync(file)) },
    { name: 'sharp metadata', run: () => Promise.all(tiles.map((file) => sharp(file).metadata())) },
  ];
  const table = await pairedRounds(rows, { rounds });
  const notes = table.map((row) => ({
    ...row,
    note: `${((row.ms * 1e3) / tiles.length).toFixed(2)} us each`,
  }));
  printTable(`headers of ${tiles.length} files in memory`, notes);
}

async function pureJavaScript() {
  const some = tiles.slice(0, 20);
  const into = new Uint8Array(256 * 256 * 3);
  const rows = [
    {
      name: 'decodeJpegSync',
      run: () => some.forEach((file) => void decodeJpegSync(file, { into })),
    },
    {
      name: 'jpeg-js',
      run: () =>
        some.forEach((file) => void jpegJs.decode(file, { useTArray: true, formatAsRGBA: false })),
    },
  ];
  printTable(
    `${some.length} of 256x256 beside pure JavaScript`,
    await pairedRounds(rows, { rounds }),
  );
}

const [{ library, version }] = jpegBackends();
const bytes = (files) =>
  Math.round(files.reduce((sum, file) => sum + file.length, 0) / files.length);
console.log(
  `${library} ${version}, ${threads} threads; ${bytes(tiles)} and ${bytes(large)} bytes a file`,
);
console.log('Median of paired rounds; the factor is the median over rounds of its time over ours.');
await wholeImages('tiles', tiles, [256, 256]);
await wholeImages('large', large, [853, 1280]);
await smaller();
await floats();
await headers();
await pureJavaScript();
await peers?.close();

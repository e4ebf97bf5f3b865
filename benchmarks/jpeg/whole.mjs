// Whole images to uint8, one thread and all of them.
import { decodeJpegSync, jpeg } from '@dareblopy/jpeg';
import turbo from '@julusian/jpeg-turbo';
import { Transformer } from '@napi-rs/image';
import jpegJs from 'jpeg-js';
import sharp from 'sharp';
import { pairedRounds, printTable } from '../lib/paired.mjs';
import {
  folders,
  peerRow,
  peers,
  rounds,
  sharedBatch,
  startFloor,
  threads,
  tiles,
} from './setup.mjs';

const reused = 'reused';
const fresh = 'fresh';

function floorRows(folder) {
  const processes = Array.from({ length: threads }, () => startFloor(folder));
  if (processes[0] === undefined) return { single: [], parallel: [] };
  const together = async () => {
    const times = await Promise.all(processes.map((process) => process.round()));
    return Math.max(...times) / threads;
  };
  const name = `${threads} processes of the C loop, a share each`;
  return {
    single: [{ name: 'C loop (the floor)', run: () => processes[0].round(), note: reused }],
    parallel: [{ name, run: together, note: reused }],
  };
}

/** Both decode the same pixels, but for the other's faster transform. */
function checkAgainst(file, pixels) {
  const { data } = decodeJpegSync(file);
  const off = data.reduce((sum, value, i) => sum + Math.abs(value - pixels[i]), 0) / data.length;
  if (off > 2) throw new Error(`@julusian/jpeg-turbo differs by ${off} levels on average`);
}

export async function benchWhole(work, files, [height, width]) {
  const title = `${files.length} of ${width}x${height}`;
  const floor = floorRows(folders[work]);
  const into = new Uint8Array(height * width * 3);
  const own = files.map(() => Buffer.alloc(height * width * 3));
  const rgb = { format: turbo.FORMAT_RGB };
  checkAgainst(files[0], turbo.decompressSync(files[0], own[0], rgb).data);
  const single = [
    {
      name: 'decodeJpegSync, into',
      run: () => files.forEach((file) => void decodeJpegSync(file, { into })),
      note: reused,
    },
    ...floor.single,
    {
      name: '@julusian/jpeg-turbo',
      run: () => files.forEach((file, i) => void turbo.decompressSync(file, own[i], rgb)),
      note: `${reused}; fast DCT and upsampling`,
    },
    ...peerRow(peers.simplejpeg, work, 'simplejpeg', reused),
    ...peerRow(work === 'tiles' && peers.tfjsNode, work, 'tf.node.decodeJpeg', fresh),
  ];
  printTable(`${title}, one thread`, await pairedRounds(single, { rounds }));

  const batch = sharedBatch([files.length, height, width, 3]);
  const decoder = jpeg({ size: [height, width], fit: 'none' });
  const parallel = [
    {
      name: 'jpeg().decode, into',
      run: () => decoder.decode(files, { into: batch }),
      note: reused,
    },
    ...floor.parallel,
    {
      name: '@julusian/jpeg-turbo, Promise.all',
      run: () => Promise.all(files.map((file, i) => turbo.decompress(file, own[i], rgb))),
      note: `${reused}; fast DCT and upsampling`,
    },
    {
      name: 'sharp, Promise.all',
      run: () => Promise.all(files.map((file) => sharp(file).raw().toBuffer())),
      note: fresh,
    },
    {
      name: '@napi-rs/image, Promise.all',
      run: () => Promise.all(files.map((file) => new Transformer(file).rawPixels())),
      note: fresh,
    },
    ...peerRow(peers.simplejpeg, `${work}-parallel`, `simplejpeg, ${threads} threads`, reused),
  ];
  printTable(`${title}, ${threads} threads`, await pairedRounds(parallel, { rounds }));
}

export async function benchPureJavaScript() {
  const some = tiles.slice(0, 20);
  const into = new Uint8Array(256 * 256 * 3);
  const options = { useTArray: true, formatAsRGBA: false };
  const rows = [
    {
      name: 'decodeJpegSync',
      run: () => some.forEach((file) => void decodeJpegSync(file, { into })),
      note: reused,
    },
    {
      name: 'jpeg-js',
      run: () => some.forEach((file) => void jpegJs.decode(file, options)),
      note: fresh,
    },
  ];
  const title = `${some.length} of 256x256 beside pure JavaScript`;
  printTable(title, await pairedRounds(rows, { rounds }));
}

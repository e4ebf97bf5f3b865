// JPEGs to normalised float planes: a random window of each, mirrored half the time.
import { jpeg } from '@dareblopy/jpeg';
import turbo from '@julusian/jpeg-turbo';
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

const mean = [0.485, 0.456, 0.406];
const std = [0.229, 0.224, 0.225];
const side = 224;
const plane = side * side;
const random = () => Math.floor(Math.random() * 33);

/** What one writes by hand: window, mirror, normalise, to planes. */
function windowToPlanes(pixels, out, first) {
  const [x, y, mirror] = [random(), random(), Math.random() < 0.5];
  for (let c = 0; c < 3; c++) {
    const [scale, bias] = [1 / 255 / std[c], -mean[c] / std[c]];
    for (let line = 0; line < side; line++) {
      const to = first + c * plane + line * side;
      const from = ((y + line) * 256 + x) * 3 + c;
      for (let column = 0; column < side; column++) {
        const at = from + (mirror ? side - 1 - column : column) * 3;
        out[to + column] = pixels[at] * scale + bias;
      }
    }
  }
}

export async function benchFloats() {
  const batch = sharedBatch([tiles.length, 3, side, side], Float32Array, 'float32');
  const decoder = jpeg({
    size: [side, side],
    fit: 'none',
    crop: 'random',
    flip: { horizontal: 0.5 },
    dtype: 'float32',
    layout: 'CHW',
    normalize: { mean, std },
  });
  let epoch = 0n; // fresh windows each round, as the others have
  const keys = () => BigUint64Array.from(tiles, (_, i) => (epoch++ << 32n) + BigInt(i));
  const output = new Float32Array(batch.data.length);
  const own = tiles.map(() => Buffer.alloc(256 * 256 * 3));
  const rgb = { format: turbo.FORMAT_RGB };
  const byTurbo = async (file, i) => {
    const { data } = await turbo.decompress(file, own[i], rgb);
    windowToPlanes(data, output, i * 3 * plane);
  };
  const bySharp = async (file, i) =>
    windowToPlanes(await sharp(file).raw().toBuffer(), output, i * 3 * plane);
  const floor = startFloor(folders.tiles, 'floats', String(threads));
  const rows = [
    {
      name: 'jpeg({ ... }).decode, into',
      run: () => decoder.decode(tiles, { into: batch, keys: keys() }),
      note: 'reused',
    },
    ...peerRow(floor, '', 'C++ loop (the floor)', 'reused'),
    {
      name: '@julusian/jpeg-turbo and a loop',
      run: () => Promise.all(tiles.map(byTurbo)),
      note: 'reused',
    },
    { name: 'sharp and a loop', run: () => Promise.all(tiles.map(bySharp)), note: 'fresh pixels' },
    ...peerRow(peers.tfjsNode, 'float', 'tf.node.decodeJpeg and ops', 'fresh'),
    ...peerRow(peers.simplejpeg, 'float', 'simplejpeg and numpy', 'fresh pixels'),
    ...peerRow(peers.dali, 'float', 'DALI, CPU pipeline', 'reused'),
    ...peerRow(peers.torchvision, 'float', 'torchvision', 'fresh pixels'),
    ...peerRow(peers.tfdata, 'float', 'tf.data', 'fresh'),
  ];
  printTable(
    `${tiles.length} of 256x256 to float32 CHW 224x224, cropped, flipped, normalised, ${threads} threads`,
    await pairedRounds(rows, { rounds }),
  );
}

// The files that are read, made once in a folder of the system's temporary one.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTFRecords, encodeExample } from '@dareblopy/tfrecord';

const folder = join(tmpdir(), 'dareblopy-bench-tfrecord-1');
mkdirSync(folder, { recursive: true });

/** A generator of 32-bit numbers, so that files are the same everywhere. */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

async function once(name, make) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    rmSync(`${path}.part`, { force: true });
    await make(`${path}.part`);
    renameSync(`${path}.part`, path);
  }
  return path;
}

async function write(path, count, record, options) {
  const writer = await createTFRecords(path, options);
  for (let i = 0; i < count; i++) await writer.write(record(i));
  await writer.close();
}

/** 500 Examples of a uint8 [3, 256, 256], 98 MB; noise over 195 values, so that GZIP takes a little off. */
function images(seed = 7) {
  const next = numbers(seed);
  const data = new Uint8Array(3 * 256 * 256);
  return () => {
    for (let i = 0; i < data.length; i++) data[i] = ((next() >>> 16) * 195) >>> 16;
    return encodeExample({ shape: [3n, 256n, 256n], data });
  };
}

/** An Example of 165 bytes: an int64, float32 [16], 30 bytes, int64 [4]. */
function small() {
  const next = numbers(3);
  const weights = new Float32Array(16);
  const data = new Uint8Array(30);
  return (i) => {
    for (let k = 0; k < 16; k++) weights[k] = next() / 2 ** 32;
    for (let k = 0; k < 30; k++) data[k] = next() >>> 24;
    const n = BigInt(i % 128);
    return encodeExample({ label: n, weights, data, ids: [n, 1n, 2n, 3n] });
  };
}

async function repeat(path, source, times) {
  const bytes = await readFile(source);
  for (let i = 0; i < times; i++) await appendFile(path, bytes);
}

export const files = {
  images: () => once('images.tfrecord', (path) => write(path, 500, images())),
  gzip: () =>
    once('images.tfrecord.gz', (path) => write(path, 500, images(), { compression: 'gzip' })),
  /** Eight files, by their pattern. */
  shards: async () => {
    for (let shard = 0; shard < 8; shard++) {
      const make = (path) =>
        write(path, shard < 4 ? 63 : 62, images(7 + shard), { compression: 'gzip' });
      await once(`images-${shard}.tfrecord.gz`, make);
    }
    return join(folder, 'images-*.tfrecord.gz');
  },
  hundredGzip: () =>
    once('hundred.tfrecord.gz', (path) => write(path, 100_000, small(), { compression: 'gzip' })),
  small: () => once('small.tfrecord', (path) => write(path, 2000, small())),
  hundred: () => once('hundred.tfrecord', (path) => write(path, 100_000, small())),
  million: () => once('million.tfrecord', (path) => write(path, 1_000_000, small())),
  smallGigabyte: async () => {
    const source = await files.million();
    return once('small-gigabyte.tfrecord', (path) => repeat(path, source, 6));
  },
  largeGigabyte: async () => {
    const source = await files.images();
    return once('large-gigabyte.tfrecord', (path) => repeat(path, source, 10));
  },
};

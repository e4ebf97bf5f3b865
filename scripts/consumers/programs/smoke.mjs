// What every runtime must do with the installed packages: read, write, check, decode, batch, fail well.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDareblopyError, openFolder, readFiles } from '@dareblopy/core';
import { decodeJpeg, encodeJpeg, jpeg, readJpegInfo } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import {
  createTFRecords,
  encodeExample,
  exampleParser,
  fixedLen,
  openTFRecords,
  ragged,
  readTFRecords,
} from '@dareblopy/tfrecord';
import { createZip, openZip } from '@dareblopy/zip';

const COUNT = 24;

function picture(index) {
  const data = new Uint8Array(48 * 64 * 3);
  for (let i = 0; i < data.length; i++) data[i] = Math.floor(i / 192) * 4 + index * 2 + (i % 3);
  return { dtype: 'uint8', shape: [48, 64, 3], data };
}

async function archives(folder, jpegs) {
  const path = join(folder, 'ünïcode photos.zip');
  const writer = await createZip(path);
  for (const [i, bytes] of jpegs.entries()) await writer.add(`train/${i}.jpg`, bytes);
  await writer.add('text.txt', new TextEncoder().encode('dare '.repeat(5000)), {
    method: 'deflate',
  });
  await writer.close();
  const archive = await openZip(path);
  assert.equal(archive.length, COUNT + 1);
  assert.equal(new TextDecoder().decode(await archive.read('text.txt')), 'dare '.repeat(5000));
  assert.deepEqual(await archive.read('train/3.jpg'), jpegs[3]);
  await assert.rejects(archive.read('nothing'), (e) => isDareblopyError(e, 'ZIP_ENTRY_NOT_FOUND'));
  const damaged = await readFile(path);
  damaged[200] ^= 255;
  const bad = await openZip(new Uint8Array(damaged));
  await assert.rejects(bad.read('train/0.jpg'), (e) => isDareblopyError(e, 'ZIP_CRC_MISMATCH'));
  await bad.close();
  return archive;
}

async function batches(archive) {
  const decode = {
    image: jpeg({ size: [32, 32], crop: 'random', dtype: 'float32', layout: 'CHW' }),
    label: (_, { index }) => index,
  };
  const options = { decode, batchSize: 8, shuffle: { seed: 7 } };
  const sums = [];
  for (let run = 0; run < 2; run++) {
    const loader = new DataLoader(archive.glob('train/*.jpg'), options);
    let sum = 0;
    const seen = new Set();
    for await (const batch of loader) {
      assert.deepEqual(batch.image.shape, [8, 3, 32, 32]);
      for (const label of batch.label.data) seen.add(label);
      sum += batch.image.data.reduce((a, b) => a + b, 0);
    }
    assert.equal(seen.size, COUNT);
    sums.push(sum);
    await loader.close();
  }
  assert.equal(sums[0], sums[1]);
}

async function records(folder, jpegs) {
  for (const compression of ['none', 'gzip']) {
    const path = join(folder, `${compression}.tfrecord`);
    const writer = await createTFRecords(path, compression === 'gzip' ? { compression } : {});
    for (const [i, image] of jpegs.entries()) {
      await writer.write(encodeExample({ label: BigInt(i), tags: [`${i}`, 'all'], image }));
    }
    await writer.close();
    let count = 0;
    for await (const record of readTFRecords(path)) count += record.length > 0;
    assert.equal(count, COUNT);
  }
  const set = await openTFRecords(join(folder, 'none.tfrecord'));
  const parser = exampleParser({ label: fixedLen([], 'int64'), tags: ragged('string') });
  const batch = await parser.decode([set.get(3), set.get(1)]);
  assert.deepEqual([...batch.label.data], [3n, 1n]);
  assert.deepEqual([...batch.tags.values.data], ['3', 'all', '1', 'all']);
  await set.close();
}

export async function smoke() {
  const folder = await mkdtemp(join(tmpdir(), 'dareblopy-smoke-'));
  try {
    const pictures = Array.from({ length: COUNT }, (_, i) => picture(i));
    const jpegs = await Promise.all(pictures.map((one) => encodeJpeg(one, { quality: 95 })));
    const image = await decodeJpeg(jpegs[0]);
    assert.deepEqual(image.shape, [48, 64, 3]);
    assert.ok(image.data.every((value, i) => Math.abs(value - pictures[0].data[i]) < 16));
    assert.equal((await readJpegInfo(jpegs[0])).width, 64);
    await assert.rejects(decodeJpeg(new Uint8Array(100)), (e) => isDareblopyError(e));

    await writeFile(join(folder, 'a.bin'), new Uint8Array(1000).fill(7));
    const [bytes] = await readFiles([join(folder, 'a.bin')]);
    assert.deepEqual(bytes, new Uint8Array(1000).fill(7));
    const files = await openFolder(folder, { glob: '*.bin' });
    assert.equal(files.length, 1);
    await assert.rejects(readFiles([join(folder, 'no')]), (e) =>
      isDareblopyError(e, 'IO_NOT_FOUND'),
    );

    const archive = await archives(folder, jpegs);
    await batches(archive);
    await archive.close();
    await records(folder, jpegs);
    return 'smoke passed';
  } finally {
    // Not every emulator of Windows removes a file that is still open somewhere.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

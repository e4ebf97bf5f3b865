// 100,000 decodes (or `node scripts/checks/jpeg-memory.mjs --decodes 10000000`) of every file of
// testdata/jpeg, whole and damaged, by both backends, one by one and in batches: memory stays flat.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../lib/bootstrap.mjs';
import { main, step } from '../lib/log.mjs';
import { residentMiB } from '../lib/memory.mjs';
import { root } from '../lib/paths.mjs';

const { values } = parseArgs({ options: { decodes: { type: 'string', default: '100000' } } });
const DECODES = Number(values.decodes);
const BATCH = 64;
/** Growth of resident memory that noise explains, in MiB: 100,000 of these images are 2 GB. */
const NOISE_MIB = 24;

await main(async () => {
  await build();
  const { decodeJpegSync, jpeg } = await import('../../packages/jpeg/dist/index.js');
  const folder = join(root, 'testdata/jpeg');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jpg') && name !== 'widest.jpg') // which takes a second in all
    .flatMap((name) => variants(readFileSync(join(folder, name))));
  const decoders = ['turbo', 'ijg'].flatMap((backend) => [
    jpeg({ size: [40, 40], crop: 'random-resized', dtype: 'float32', layout: 'CHW', backend }),
    jpeg({ size: [40, 40], jitter: { contrast: 0.5 }, tolerant: true, backend }),
    jpeg({ backend, orientation: 'apply' }),
  ]);
  let failures = 0;
  const one = (i) => {
    const backend = i & 1 ? 'ijg' : 'turbo';
    try {
      decodeJpegSync(files[i % files.length], { backend, tolerant: i % 3 === 0 });
    } catch (error) {
      assert.match(error.code, /^JPEG_/);
      failures++;
    }
  };
  const batch = async (i) => {
    const samples = Array.from({ length: BATCH }, (_, k) => files[(i + k) % files.length]);
    await decoders[Math.floor(i / BATCH / 2) % decoders.length].decode(samples).catch((error) => {
      assert.match(error.code, /^JPEG_/);
      failures++;
    });
  };
  const run = async (from, to) => {
    for (let i = from; i < to; i += 2 * BATCH) {
      for (let k = 0; k < BATCH; k++) one(i + k);
      await batch(i + BATCH);
    }
  };
  const warm = DECODES / 5;
  await run(0, warm);
  const before = residentMiB();
  await run(warm, DECODES);
  const after = residentMiB();
  step(
    `${DECODES} decodes, ${failures} of them or of their batches failed: ${before} to ${after} MiB`,
  );
  assert.ok(failures > DECODES / 20, 'bad files were not bad');
  assert.ok(after - before < NOISE_MIB, 'memory grew');
});

/** A file, its first half, and it with a byte changed in its middle. */
function variants(data) {
  const flipped = Buffer.from(data);
  flipped[data.length >> 1] ^= 0xff;
  return [data, data, data.subarray(0, data.length >> 1), flipped];
}

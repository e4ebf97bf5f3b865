// npm run example classify [-- --digits 1000 --rounds 5 --batch 64]
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { openZip } from '@dareblopy/zip';
import { InferenceSession } from 'onnxruntime-node';
import { median } from '../lib/median.mjs';
import { prepare } from '../train-digits/prepare.mjs';
import { inBatches, oneByOne } from './classify.mjs';

const { values } = parseArgs({
  options: {
    digits: { type: 'string' }, // how many in all, of which a fifth is read here; default 10,000
    rounds: { type: 'string', default: '5' },
    batch: { type: 'string', default: '64' },
  },
});
const model = new URL('../../testdata/onnx/digits.onnx', import.meta.url);
const session = await InferenceSession.create(model.pathname);
const { zip } = await prepare(values.digits ? Number(values.digits) : undefined);
const archive = await openZip(zip);
const digits = archive.glob('test/*.jpg'); // training never saw these
const batchSize = Number(values.batch);

const { right, misread } = await inBatches(session, digits, { batchSize });
const accuracy = right / digits.length;
console.log(`accuracy: ${(100 * accuracy).toFixed(2)}% of ${digits.length} held-back digits`);
for (const { name, read } of misread.slice(0, 5)) console.log(`  ${name} was read as ${read}`);
assert.ok(accuracy >= 0.97, `an accuracy of ${accuracy} is below 97%`);

// Both ways in turns, so that what disturbs the machine disturbs both.
const times = { batches: [], single: [], ratios: [] };
for (let round = -1; round < Number(values.rounds); round++) {
  const batches = await timed(() => inBatches(session, digits, { batchSize }));
  const single = await timed(() => oneByOne(session, digits));
  assert.deepEqual([batches.result.right, single.result.right], [right, right]);
  if (round < 0) continue; // the first is for warming up
  times.batches.push(batches.seconds);
  times.single.push(single.seconds);
  times.ratios.push(single.seconds / batches.seconds);
}
const rate = (seconds) => Math.round(digits.length / median(seconds));
console.log(`in batches of ${batchSize}: ${rate(times.batches)} digits/s`);
console.log(`one at a time: ${rate(times.single)} digits/s`);
console.log(`batches are ${median(times.ratios).toFixed(1)} times as fast`);
await archive.close();
await session.release();

async function timed(run) {
  const started = performance.now();
  const result = await run();
  return { result, seconds: (performance.now() - started) / 1000 };
}

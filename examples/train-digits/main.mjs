// npm run example train-digits [-- --digits 1000 --epochs 2 --backend cpu --from zip]
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { configure } from '@dareblopy/core';
import { useBackend } from '../lib/backend.mjs';
import { evaluate } from './evaluate.mjs';
import { drawConfusion, drawMisread } from './pictures.mjs';
import { prepare } from './prepare.mjs';
import { train } from './train.mjs';

const { values } = parseArgs({
  options: {
    digits: { type: 'string' }, // how many in all; default 10,000
    epochs: { type: 'string' }, // default 12
    backend: { type: 'string' }, // node or cpu
    from: { type: 'string' }, // zip or tfrecord; default: one after the other
    checkpoint: { type: 'string' }, // a path: killed, the next start goes on from there
    every: { type: 'string', default: '20' }, // batches from checkpoint to checkpoint
    batch: { type: 'string', default: '64' },
    log: { type: 'string' }, // a path: the ids of every batch
    out: { type: 'string', default: fileURLToPath(new URL('../.cache/', import.meta.url)) },
  },
});
// TensorFlow computes on every core: decoding leaves it one.
configure({ threads: Math.max(1, availableParallelism() - 1) });
const backend = await useBackend(values.backend);
console.log(`backend: ${backend}`);
// The portable backend takes 25 ms a digit: it gets a part of them.
const whole = backend === 'tensorflow';
const digits = values.digits ? Number(values.digits) : whole ? undefined : 1000;
const epochs = Number(values.epochs ?? (whole ? 12 : 3));
const paths = await prepare(digits);

for (const from of values.from ? [values.from] : ['zip', 'tfrecord']) {
  const { model, seconds } = await train(paths, from, {
    epochs,
    batchSize: Number(values.batch),
    checkpoint: values.checkpoint,
    every: Number(values.every),
    log: values.log,
    progress: showProgress,
  });
  process.stdout.write('\n');
  const { accuracy, confusion, misread } = await evaluate(model, paths, from);
  const percent = (100 * accuracy).toFixed(2);
  console.log(
    `from ${from}: ${epochs} epochs in ${seconds.toFixed(1)} s; ${percent}% of held-back digits`,
  );
  if (digits === undefined && epochs >= 12) assert.ok(accuracy >= 0.97, `${percent}% is below 97%`);
  mkdirSync(values.out, { recursive: true });
  await drawConfusion(join(values.out, `confusion-${from}.jpg`), confusion);
  await drawMisread(join(values.out, `misread-${from}.jpg`), paths.zip, misread);
  console.log(`pictures: confusion-${from}.jpg and misread-${from}.jpg in ${values.out}`);
}

function showProgress({ epoch, epochs, batches, loss, accuracy, loader }) {
  const share = `${loader.state().position}`.padStart(5);
  const line = `epoch ${epoch + 1}/${epochs}, sample ${share}, batch ${batches}: loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}  `);
  else if (batches % 100 === 0) console.log(line);
}

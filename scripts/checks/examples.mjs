// The examples at full size, train-digits on TensorFlow itself: at least 97% of the digits that were held
// back, from the ZIP and from the TFRecords; killed and resumed, the same order of samples.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAndResume } from '../../examples/test/kill-and-resume.mjs';
import { runExample } from '../../examples/test/run-example.mjs';
import { build } from '../lib/bootstrap.mjs';
import { main, step } from '../lib/log.mjs';
import { ensureTfjsNode } from '../tfjs-node/install.mjs';

await main(async () => {
  await build();
  await ensureTfjsNode();
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-examples-'));
  try {
    step('train-digits, from the ZIP and from the TFRecords');
    console.log(await runExample('train-digits', ['--backend', 'node', '--out', folder]));
    step('train-digits, killed and resumed');
    const args = ['--backend', 'node', '--epochs', '2', '--from', 'tfrecord'];
    const { whole, before, after, state } = await killAndResume(folder, args, 30);
    const perEpoch = whole.filter(({ epoch }) => epoch === 0).length;
    const batches = state.epoch * perEpoch + Math.ceil(state.position / 64);
    assert.deepEqual([...before.slice(0, batches), ...after], whole);
    console.log(`killed at batch ${before.length}, resumed at ${batches} of ${whole.length}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

// A process that trains is killed a hundred times at random moments, and resumed from its last saved
// state with another batch size each time. Counting batches up to the state resumed from, every sample
// is seen exactly once in every epoch.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from '../lib/bootstrap.mjs';
import { main, step } from '../lib/log.mjs';

const KILLS = 100;
const SAMPLES = 2000;
const TRAIN = 'train'; // first argument of the process that is killed

const self = fileURLToPath(import.meta.url);
await main(
  process.argv[2] === TRAIN ? () => train(process.argv[3], Number(process.argv[4])) : check,
);

/** Trains until it is killed: logs each batch, then saves the state that follows it. */
async function train(folder, batchSize) {
  const { raw } = await import('../../packages/core/dist/index.js');
  const { DataLoader } = await import('../../packages/loader/dist/index.js');
  const samples = Array.from(
    { length: SAMPLES },
    (_, i) => new Uint8Array(Uint32Array.of(i).buffer),
  );
  const saved = join(folder, 'state.json');
  const resume = existsSync(saved) ? { resumeFrom: JSON.parse(readFileSync(saved, 'utf8')) } : {};
  const decode = raw([], 'uint32');
  const loader = new DataLoader(samples, { decode, batchSize, shuffle: { seed: 3 }, ...resume });
  process.send('ready');
  for await (const { data } of loader.epochs(1_000_000)) {
    const epoch = loader.epoch;
    const state = loader.state();
    appendFileSync(join(folder, 'log'), `${JSON.stringify({ epoch, state, ids: [...data] })}\n`);
    writeFileSync(`${saved}.tmp`, JSON.stringify(state));
    renameSync(`${saved}.tmp`, saved);
    await pause(1); // a step of training
  }
}

async function check() {
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-kill-'));
  const seen = []; // batches that count
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      await trainAndKill(folder, 1 + Math.floor(Math.random() * 100), Math.random() * 120);
      seen.push(...batchesThatCount(folder));
      if ((kill + 1) % 20 === 0) step(`killed ${kill + 1} times, ${seen.length} batches`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const last = seen.at(-1).state;
  const epochs = Array.from({ length: last.epoch + 1 }, () => new Uint8Array(SAMPLES));
  for (const { epoch, ids } of seen) for (const id of ids) epochs[epoch][id]++;
  for (const [epoch, counts] of epochs.entries()) {
    const total = counts.reduce((a, b) => a + b, 0);
    assert.equal(total, epoch < last.epoch ? SAMPLES : last.position, `samples of epoch ${epoch}`);
    assert.ok(
      counts.every((count) => count <= 1),
      `epoch ${epoch} has a sample twice`,
    );
  }
  assert.ok(last.epoch > 0, 'no epoch was finished');
  step(`${epochs.length - 1} epochs and a part, ${seen.length} batches, every sample once`);
}

/** Runs the training for `milliseconds` after it is ready, then kills it as hard as can be. */
async function trainAndKill(folder, batchSize, milliseconds) {
  const options = { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] };
  const child = spawn(process.execPath, [self, TRAIN, folder, String(batchSize)], options);
  const ended = new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? code));
  });
  const ready = new Promise((resolve) => child.once('message', resolve));
  await Promise.race([ready, ended]);
  await pause(milliseconds);
  child.kill('SIGKILL');
  assert.equal(await ended, 'SIGKILL', 'the training ended by itself');
}

/** Takes the log's batches up to the saved state; a batch after it, or half a line, does not count. */
function batchesThatCount(folder) {
  const log = join(folder, 'log');
  const saved = join(folder, 'state.json');
  if (!existsSync(log) || !existsSync(saved)) {
    rmSync(log, { force: true });
    return [];
  }
  const state = readFileSync(saved, 'utf8');
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  rmSync(log);
  const end = lines.findLastIndex((line) => JSON.stringify(line.state) === state);
  return lines.slice(0, end + 1);
}

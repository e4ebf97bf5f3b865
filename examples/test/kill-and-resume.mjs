import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { runExample, startExample } from './run-example.mjs';

/**
 * Trains once without a break and once killed and started again; answers the ids of the batches of both, in
 * order. Of what the killed process did, only what its last checkpoint covers counts.
 */
export async function killAndResume(folder, args, everyBatches) {
  const log = (name) => `${folder}/${name}.log`;
  const common = [...args, '--out', folder, '--every', `${everyBatches}`];
  await runExample('train-digits', [...common, '--log', log('whole')]);
  const checkpoint = `${folder}/checkpoint`;
  const resumable = [...common, '--checkpoint', checkpoint, '--log', log('parts')];
  const { child, ended } = startExample('train-digits', resumable);
  while (!existsSync(checkpoint) && child.exitCode === null) await sleep(5);
  child.kill('SIGKILL');
  const { signal, output } = await ended;
  if (signal !== 'SIGKILL') throw new Error(`it was not killed:\n${output}`);
  const before = lines(log('parts'));
  const { state } = JSON.parse(firstLine(checkpoint));
  await runExample('train-digits', resumable);
  const after = lines(log('parts')).slice(before.length);
  return { whole: lines(log('whole')), before, after, state };
}

const lines = (path) => {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
};
const firstLine = (path) => readFileSync(path).toString('latin1').split('\n', 1)[0];

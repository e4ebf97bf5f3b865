// Who is faster: paired rounds, so that a busy moment of the machine meets all sides.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { WAYS } from './plain-node.mjs';

const EPOCHS = 5;
const ROUNDS = 5;
const OURS = 'DareBlopy, from the ZIP';

/**
 * Images per second and microseconds of processor time an image, of us and of the fastest ways by hand; and how
 * many times faster we are. All are medians of the rounds.
 */
export async function race(zip, files) {
  const racers = new Map();
  try {
    for (const name of [OURS, ...Object.keys(WAYS)]) racers.set(name, start(name, zip, files));
    const trials = {};
    for (const [name, racer] of racers) {
      await run(racer, 1); // warms caches and the compiler
      if (name !== OURS) trials[name] = (await run(racer, 1)).rate;
    }
    const names = [OURS, ...opponents(trials)];
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      const results = [];
      for (const name of names) results.push(await run(racers.get(name), EPOCHS));
      rounds.push(results);
    }
    const results = names.map((name, i) => ({
      name,
      rate: median(rounds.map((round) => round[i].rate)),
      cpu: median(rounds.map((round) => round[i].cpu)),
      times: median(rounds.map((round) => round[0].rate / round[i].rate)),
    }));
    return { trials, results, conditions: `${ROUNDS} paired rounds of ${EPOCHS} epochs` };
  } finally {
    for (const { child } of racers.values()) child.disconnect();
  }
}

/** The fastest use of sharp, which is the plain way, and of the addon around the same C library as ours. */
function opponents(trials) {
  const fastest = (names) => names.reduce((a, b) => (trials[a] > trials[b] ? a : b));
  const isSharp = (name) => name.startsWith('sharp');
  const names = Object.keys(trials);
  return [fastest(names.filter(isSharp)), fastest(names.filter((name) => !isSharp(name)))];
}

function start(name, zip, files) {
  // The ways by hand decode on Node's own threads, of which there are four unless it is told.
  const threads = Math.max(4, availableParallelism());
  const env = { UV_THREADPOOL_SIZE: `${threads}`, ...process.env };
  const program = new URL('racer.mjs', import.meta.url);
  const child = fork(program, [zip, JSON.stringify(files), name], { env });
  const early = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended early (exit ${code})`);
  });
  early.catch(() => {}); // all end, after the race
  return { child, early };
}

async function run({ child, early }, epochs) {
  child.send(epochs);
  const [result] = await Promise.race([once(child, 'message'), early]);
  return result;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

// Who is faster: paired rounds, so that a busy moment of the machine meets both sides.
import { loadWithDareblopy } from './dareblopy.mjs';
import { loadByHand, WAYS } from './plain-node.mjs';

const EPOCHS = 3;
const ROUNDS = 5;

/** Images per second of each side, and how many times faster we are: medians of the rounds. */
export async function race(zip, files) {
  const names = Object.keys(WAYS);
  await loadWithDareblopy(zip, 1);
  const trials = {};
  for (const name of names) {
    await loadByHand(name, files, 1); // warms caches and the compiler
    trials[name] = await rate(() => loadByHand(name, files, 2));
  }
  const fastest = (of) => of.reduce((a, b) => (trials[a] > trials[b] ? a : b));
  // The plain way is sharp; an addon around the same C library as ours is the harder opponent.
  const isSharp = (name) => name.startsWith('sharp');
  const opponents = [fastest(names.filter(isSharp)), fastest(names.filter((n) => !isSharp(n)))];
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rates = [await rate(() => loadWithDareblopy(zip, EPOCHS))];
    for (const name of opponents) rates.push(await rate(() => loadByHand(name, files, EPOCHS)));
    rounds.push(rates);
  }
  return {
    trials,
    ours: median(rounds.map(([ours]) => ours)),
    opponents: opponents.map((name, i) => ({
      name,
      rate: median(rounds.map((rates) => rates[i + 1])),
      times: median(rounds.map((rates) => rates[0] / rates[i + 1])),
    })),
    rounds: ROUNDS,
  };
}

async function rate(load) {
  const started = performance.now();
  const images = await load();
  return (images * 1000) / (performance.now() - started);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

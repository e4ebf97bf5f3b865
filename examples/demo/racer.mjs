// One side of the race, in a process of its own: its garbage and its threads meet nobody else.
// racer.mjs ZIP FILES-AS-JSON SIDE; each message is a number of epochs, each answer what they took.
import { loadWithDareblopy } from './dareblopy.mjs';
import { loadByHand, WAYS } from './plain-node.mjs';

const [zip, files, side] = process.argv.slice(2);
const paths = JSON.parse(files);
const load = WAYS[side]
  ? (epochs) => loadByHand(side, paths, epochs)
  : (epochs) => loadWithDareblopy(zip, epochs);

process.on('message', async (epochs) => {
  const before = process.cpuUsage();
  const started = performance.now();
  const images = await load(epochs);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  process.send({ rate: images / seconds, cpu: (user + system) / images });
});

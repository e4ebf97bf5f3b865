// 100 workers load the addon while this thread never does; each is terminated with work under way.
import { Worker } from 'node:worker_threads';

// The worker's program may be given: packages/jpeg has one that decodes.
const worker = new URL(process.argv[2] ?? './worker.mjs', import.meta.url);
let terminated = 0;

async function liveAndDie(delay) {
  const thread = new Worker(worker);
  await new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  await new Promise((resolve) => setTimeout(resolve, delay));
  await thread.terminate();
  terminated++;
}

for (let round = 0; round < 25; round++) {
  await Promise.all([0, 1, 2, 3].map((i) => liveAndDie((round + i) % 5)));
}
console.log(`terminated ${terminated}`);

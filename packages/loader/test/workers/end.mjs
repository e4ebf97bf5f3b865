// Ends a loader with workers, by an abort in the middle of their work or by close(), again and again,
// in a process that nothing else keeps alive.
import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';

const samples = Array.from({ length: 100 }, (_, i) => Uint8Array.of(i));
const module = new URL('./quick.mjs', import.meta.url);
for (let round = 0; round < 30; round++) {
  const abort = new AbortController();
  const options = { decode: raw([], 'uint8'), batchSize: 10, prefetchBatches: 4 };
  const loader = new DataLoader(samples, { ...options, signal: abort.signal });
  let batches = 0;
  try {
    for await (const _ of loader.mapWorkers(module, { workers: 2 })) {
      if (++batches === 3 && process.argv[2] === 'awaited') abort.abort(new Error('enough'));
    }
  } catch (error) {
    if (error.message !== 'enough') throw error;
  }
  await loader.close();
}
console.log('ended');

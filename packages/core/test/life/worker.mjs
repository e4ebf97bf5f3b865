// Keeps the pool busy until it is terminated.
import { parentPort } from 'node:worker_threads';
import { openFile, raw, readMany } from '@dareblopy/core';

const file = await openFile(process.env.BIG_FILE);
const rows = Array.from({ length: 64 }, (_, i) => file.slice(i << 16, (i + 1) << 16));
const decoder = raw([1 << 16], 'uint8');
parentPort.postMessage('started');
for (;;)
  await Promise.all([
    decoder.decode(rows),
    readMany(rows),
    readMany(rows, { into: new Uint8Array(64 << 16) }),
  ]);

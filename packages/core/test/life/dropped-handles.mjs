// Run with --expose-gc: handles that are dropped with 1,000 reads pending still give the right bytes.
import { readFileSync } from 'node:fs';
import { openFile, raw } from '@dareblopy/core';

const expected = readFileSync(process.env.BIG_FILE).subarray(0, 1 << 20);
const reads = [];
for (let i = 0; i < 1000; i++) {
  const begin = (i * 1021) % 1_000_000;
  const part = async () => {
    const file = await openFile(process.env.BIG_FILE);
    return i % 2
      ? file.slice(begin, begin + 5000).bytes()
      : raw([5000], 'uint8').decode([file.slice(begin, begin + 5000)]);
  };
  reads.push(part().then((result) => ({ begin, bytes: result.data ?? result })));
  if (i % 100 === 0) globalThis.gc();
}
globalThis.gc();
const collecting = setInterval(() => globalThis.gc(), 1);
for (const { begin, bytes } of await Promise.all(reads)) {
  if (!expected.subarray(begin, begin + 5000).equals(bytes))
    throw new Error(`wrong bytes at ${begin}`);
}
clearInterval(collecting);
console.log('all right');

// A worker that is terminated while threads wait for bytes that it would have fetched.
import { Worker } from 'node:worker_threads';

const url = new URL('./late-reads.mjs', import.meta.url);
for (let i = 0; i < 5; i++) {
  const code = `import(${JSON.stringify(url.href)}).then(({ hang }) => { hang(); setTimeout(() => require('node:worker_threads').parentPort.postMessage(1), 20); })`;
  const worker = new Worker(code, { eval: true });
  await new Promise((resolve) => worker.once('message', resolve));
  await worker.terminate();
}
console.log('ended');

// The suite in four workers at once, of which the last ones end the addon's last environment.
import { Worker } from 'node:worker_threads';

const run = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./main.mjs', import.meta.url), { stdout: true });
    let text = '';
    worker.stdout.on('data', (chunk) => {
      text += chunk;
    });
    worker.on('error', reject);
    worker.on('exit', (code) => resolve(code === 0 ? text.trim() : `exit ${code}`));
  });

const said = await Promise.all([run(), run(), run(), run()]);
if (said.some((text) => text !== 'smoke passed')) throw new Error(said.join(', '));
console.log('smoke passed');

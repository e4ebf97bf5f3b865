// npm run example serve [-- --port 8080 --host 127.0.0.1 --maxBatch 32 ...]
import { parseArgs } from 'node:util';
import { digits, openDigitModel } from './digits.mjs';
import { defaultLimits } from './limits.mjs';
import { createServer } from './server.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    host: { type: 'string', default: '127.0.0.1' },
    ...Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, { type: 'string' }])),
  },
});
const { port, host, ...given } = values;
const limits = Object.fromEntries(
  Object.entries(given).map(([name, value]) => [name, Number(value)]),
);
const { maxDrainMilliseconds } = { ...defaultLimits, ...limits };

const session = await openDigitModel();
const { app, drain } = createServer(session, { ...digits, limits });
console.log(`listening on ${await app.listen({ port: Number(port), host })}`);
console.log('try: curl -H "content-type: image/jpeg" --data-binary @digit.jpg .../classify');

for (const name of ['SIGTERM', 'SIGINT']) process.once(name, stop);

/** Ends by itself once everything is answered; by force where a client does not take its answer. */
async function stop(name) {
  console.log(`${name}: answering what is under way`);
  setTimeout(() => process.exit(1), maxDrainMilliseconds).unref();
  await drain();
  await session.release();
  console.log('drained');
  process.exitCode = 0;
}

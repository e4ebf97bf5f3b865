// The example `serve` under load on loopback, beside the same endpoint with sharp and one run of the model
// an upload: 64 connections that send photographs of 256x256, in turns of some seconds each, in turn.
// Servers are processes of their own; this one makes the load.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { makeTiles } from './lib/jpeg-inputs.mjs';
import { median } from './lib/paired.mjs';

const CONNECTIONS = 64;
const SECONDS = 4;
const turns = Number(process.env.DAREBLOPY_BENCH_TURNS ?? 5);
const names = ['ours', 'sharp'];

const bodies = (await makeTiles(64)).map((bytes) => Buffer.from(bytes)); // autocannon takes no others
const headers = { 'content-type': 'image/jpeg' };

async function start(name) {
  const child = fork(fileURLToPath(new URL(`serving/${name}.mjs`, import.meta.url)));
  const [port] = await once(child, 'message');
  return { name, child, url: `http://127.0.0.1:${port}/classify`, rates: [], p50s: [], p99s: [] };
}

async function load(url, duration) {
  const requests = bodies.map((body) => ({ method: 'POST', headers, body }));
  const result = await autocannon({ url, connections: CONNECTIONS, duration, requests });
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0) {
    throw new Error(`${url}: ${non2xx} refused, ${errors} broken, ${timeouts} late`);
  }
  return result;
}

/** Both have to answer with a digit and its probability; which one of a photograph is up to the filters. */
async function compare(servers) {
  for (const body of bodies.slice(0, 8)) {
    const answers = await Promise.all(
      servers.map(async ({ url }) => (await fetch(url, { method: 'POST', headers, body })).json()),
    );
    const [a, b] = answers.map(({ probability }) => probability);
    if (!(a > 0 && b > 0)) throw new Error(`no answers: ${JSON.stringify(answers)}`);
  }
}

const servers = await Promise.all(names.map(start));
try {
  await compare(servers);
  for (const { url } of servers) await load(url, 1);
  for (let turn = 0; turn < turns; turn++) {
    for (let i = 0; i < servers.length; i++) {
      const server = servers[(i + turn) % servers.length];
      const { requests, latency } = await load(server.url, SECONDS);
      server.rates.push(requests.average);
      server.p50s.push(latency.p50);
      server.p99s.push(latency.p99);
    }
  }
} finally {
  for (const { child } of servers) child.disconnect();
}

const [ours] = servers;
console.log(
  `\n${CONNECTIONS} connections, photographs of 256x256, ${turns} turns of ${SECONDS} s each`,
);
for (const { name, rates, p50s, p99s } of servers) {
  const ratio = median(rates.map((rate, turn) => ours.rates[turn] / rate));
  console.log(
    `  ${name.padEnd(6)} ${median(rates).toFixed(0).padStart(6)} requests/s  p50 ${median(p50s)} ms  ` +
      `p99 ${median(p99s)} ms  ${ratio.toFixed(2)}x`,
  );
}

// usage: memory.mjs ours|<peer> <archive>   (with --expose-gc): what opening costs, in a fresh process.
import { openZip } from '@dareblopy/zip';

const [, , who, path] = process.argv;
const small = process.argv[4];
const opens = { ours: openZip };
if (who !== 'ours') Object.assign(opens, (await import('./peers.mjs')).openOnly);
if (small) await (await opens[who](small)).close?.(); // code and pools are there before it is measured
globalThis.gc();
globalThis.gc();
const before = process.memoryUsage();
const archive = await opens[who](path);
globalThis.gc();
globalThis.gc();
const after = process.memoryUsage();
const megabytes = (name) => (after[name] - before[name]) / 1e6;
console.log(JSON.stringify({ heap: megabytes('heapUsed'), resident: megabytes('rss') }));
if (archive === undefined) throw new Error('nothing was opened');
process.exit(0);

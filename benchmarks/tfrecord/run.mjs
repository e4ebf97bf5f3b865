// One side of one work, in a process of its own: prints { ms: [...], result }.
import { works } from './works.mjs';

const [work, path, rounds] = process.argv.slice(2);
const { round } = await works[work](path);
const ms = [];
let result;
for (let i = 0; i < Number(rounds) + 2; i++) {
  const start = performance.now();
  result = await round();
  if (i >= 2) ms.push(performance.now() - start);
}
console.log(JSON.stringify({ ms, result }));
process.exit(0);

// One side of one work, in a process of its own: run.mjs <side> <work> <path> <rounds>. Prints
// { ms: [...], result }. `side`: 'ours', or a peer of peers.mjs.
const [side, work, path, rounds] = process.argv.slice(2);
const { sides } = await import(side === 'ours' ? './works.mjs' : './peers.mjs');
const round = await sides[side](work, path);
/** As in peers.py: two rounds and a third of a second, for compilers and caches. */
const warmUntil = performance.now() + 300;
const ms = [];
let result;
for (let i = 0; ms.length < Number(rounds); i++) {
  const start = performance.now();
  result = await round();
  if (i >= 2 && start > warmUntil) ms.push(performance.now() - start);
}
console.log(JSON.stringify({ ms, result }));
process.exit(0);

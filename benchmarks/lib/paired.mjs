// Rounds in which every contender does the same work once, in an order that rotates: what disturbs the
// machine disturbs all of them, and ratios are taken within a round.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds of one run. A contender that measures itself answers its time as a number. */
async function time(run) {
  const start = performance.now();
  const own = await run();
  return typeof own === 'number' ? own : performance.now() - start;
}

/**
 * @param {{ name: string, run: () => unknown, note?: string }[]} contenders the first is ours.
 * @returns per contender: median milliseconds, and the median over rounds of its time over ours.
 */
export async function pairedRounds(contenders, { rounds = 15, warmUps = 2 } = {}) {
  const times = contenders.map(() => []);
  for (let round = -warmUps; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const at = (i + round + warmUps) % contenders.length;
      const taken = await time(contenders[at].run);
      if (round >= 0) times[at].push(taken);
    }
    globalThis.gc?.();
  }
  return contenders.map(({ name, note = '' }, i) => ({
    name,
    ms: median(times[i]),
    ratio: median(times[i].map((taken, round) => taken / times[0][round])),
    note,
  }));
}

/** Prints the table of one piece of work. */
export function printTable(title, rows) {
  console.log(`\n${title}`);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, ms, ratio, note } of rows) {
    const line = `  ${name.padEnd(width)} ${ms.toFixed(1).padStart(9)} ms ${ratio.toFixed(2).padStart(7)}x`;
    console.log(note ? `${line}  ${note}` : line);
  }
}

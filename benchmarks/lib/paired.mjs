// Rounds in which every contender does the same work once, in an order that rotates: what disturbs the
// machine disturbs all of them, and ratios are taken within a round.
import { recordTable } from './results.mjs';

/** The value that a share of the values (0 to 1) lies below, between the two nearest. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values) => quantile(values, 0.5);

/** Where the middle half of the values lies. */
export const quartiles = (values) => [quantile(values, 0.25), quantile(values, 0.75)];

/** Milliseconds of one run. A contender that measures itself answers its time as a number. */
async function time(run) {
  const start = performance.now();
  const own = await run();
  return typeof own === 'number' ? own : performance.now() - start;
}

/**
 * @param {{ name: string, run: () => unknown, note?: string, ours?: boolean, absent?: string }[]} contenders
 *   the first is ours, and what is called so. `absent` says why one cannot run; so does the error of one that
 *   fails. The first must not.
 * @returns a row a contender, see {@link rowOf}.
 */
export async function pairedRounds(contenders, { rounds = 15, warmUps = 2 } = {}) {
  const sides = contenders.map((side, i) => ({
    ...side,
    ours: side.ours ?? (i === 0 || /^ours/.test(side.name)),
    times: [],
  }));
  for (let round = -warmUps; round < rounds; round++) {
    for (let i = 0; i < sides.length; i++) {
      const side = sides[(i + round + warmUps) % sides.length];
      if (side.absent) continue;
      try {
        const taken = await time(side.run);
        if (round >= 0) side.times.push(taken);
      } catch (error) {
        if (side === sides[0]) throw error;
        side.absent = error.message;
      }
    }
    globalThis.gc?.();
  }
  return sides.map((side) => rowOf(side, sides[0].times));
}

/**
 * A row of a table: `ms`, the median, with its quartiles as `spread`; `ratio`, the median over rounds of its
 * time over the first side's of the same round, and `ratioSpread`. Or `absent`: why there are none.
 */
export function rowOf({ name, note = '', ours, absent, times }, first) {
  if (absent) return { name, note, absent };
  const ratios = times.map((taken, round) => taken / first[round]);
  const [ms, spread] = [median(times), quartiles(times)];
  const [ratio, ratioSpread] = [median(ratios), quartiles(ratios)];
  return { name, note, ours, ms, spread, ratio, ratioSpread, rounds: times.length };
}

/** Prints the table of one piece of work, and keeps it where results are kept. */
export function printTable(title, rows) {
  console.log(`\n${title}`);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, ms, ratio, note, absent } of rows) {
    if (absent) {
      console.log(`  ${name.padEnd(width)}   no figure: ${absent}`);
      continue;
    }
    const time = ms.toFixed(ms < 10 ? 2 : 1).padStart(9);
    const line = `  ${name.padEnd(width)} ${time} ms ${ratio.toFixed(2).padStart(7)}x`;
    console.log(note ? `${line}  ${note}` : line);
  }
  recordTable(title, rows);
}

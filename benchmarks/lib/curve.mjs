// Curves: the same work at several sizes, all of them in turn, round after round.
import { median, quartiles } from './paired.mjs';
import { recordCurve } from './results.mjs';

/**
 * @param {{ name: string, points: { x: number, run: () => Promise<number> }[] }[]} series `run` answers what
 *   is drawn: milliseconds, or how many a second.
 * @returns the same with the `values` of all rounds in the place of `run`.
 */
export async function curve(series, { rounds, warmUps = 1 }) {
  const measured = series.map(({ name, points }) => ({
    name,
    points: points.map(({ x, run }) => ({ x, run, values: [] })),
  }));
  const all = measured.flatMap(({ points }) => points);
  for (let round = -warmUps; round < rounds; round++) {
    for (let i = 0; i < all.length; i++) {
      const point = all[(i + round + warmUps) % all.length];
      const value = await point.run();
      if (round >= 0) point.values.push(value);
    }
    globalThis.gc?.();
  }
  return measured;
}

/** Prints a curve as a table, and keeps it where results are kept. */
export function printCurve(axes, series) {
  console.log(`\n${axes.title} (${axes.y}, by ${axes.x})`);
  for (const { name, points } of series) {
    const figures = points.map(({ x, values }) => `${x}: ${Number(median(values).toPrecision(3))}`);
    console.log(`  ${name.padEnd(28)} ${figures.join('   ')}`);
  }
  recordCurve(axes, series, { median, quartiles });
}

// What a benchmark measured, as JSON. `npm run bench -- --save` names a file for it in
// DAREBLOPY_BENCH_RESULTS; without it nothing is kept. A benchmark may be several processes: each adds lines.
import { appendFileSync } from 'node:fs';

const path = process.env.DAREBLOPY_BENCH_RESULTS;

function add(line) {
  if (path) appendFileSync(path, `${JSON.stringify(line)}\n`);
}

/** Four digits say more than a clock can. */
const short = (number) => Number(number.toPrecision(4));

/** Rows of `pairedRounds`; the first is ours. */
export function recordTable(title, rows) {
  add({
    kind: 'table',
    title,
    rows: rows.map(({ name, note, ours, absent, ms, spread, ratio, ratioSpread, rounds }) => ({
      name,
      ...(note && { note }),
      ...(ours && { ours }),
      ...(absent
        ? { absent }
        : {
            rounds,
            milliseconds: short(ms),
            spread: spread.map(short),
            factor: short(ratio),
            factorSpread: ratioSpread.map(short),
          }),
    })),
  });
}

/**
 * A curve: what something costs, or reaches, as its size grows.
 *
 * @param {{ title: string, x: string, y: string, log?: boolean }} axes what they measure, with units.
 * @param {{ name: string, points: { x: number, values: number[] }[] }[]} series
 */
export function recordCurve(axes, series, { median, quartiles }) {
  add({
    kind: 'curve',
    ...axes,
    series: series.map(({ name, points }) => ({
      name,
      points: points.map(({ x, values }) => ({
        x,
        y: short(median(values)),
        spread: quartiles(values).map(short),
      })),
    })),
  });
}

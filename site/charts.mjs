// Draws benchmarks/results/*.json as SVG, each chart in light and dark, with Observable Plot.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { chartName, readResults } from '../scripts/bench/results.mjs';
import { root } from '../scripts/lib/paths.mjs';

const folder = join(root, 'benchmarks/charts');
const { document } = parseHTML('<!doctype html><html><body></body></html>');
const FONT = 'system-ui, sans-serif';
const THEMES = {
  light: { text: '#3c3c43', faint: '#e2e2e3', ours: '#0f766e', floor: '#94a3b8', other: '#60a5fa' },
  dark: { text: '#dfdfd6', faint: '#3c3f44', ours: '#2dd4bf', floor: '#64748b', other: '#3b82f6' },
};
const SERIES = ['#0d9488', '#3b82f6', '#d97706', '#a855f7'];
const WIDTH = 720;
const HEIGHT = 320;
/** Powers of ten between the least and the greatest. */
function decades(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)].map(Math.log10);
  const first = Math.ceil(low - 0.05);
  const count = Math.floor(high + 0.05) - first + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, i) => 10 ** (first + i));
}
const short = (value) => (value >= 100 ? Math.round(value) : value.toFixed(value >= 10 ? 1 : 2));

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (file.endsWith('.svg')) rmSync(join(folder, file));
let count = 0;
for (const { benchmark, tables, curves } of readResults()) {
  for (const { title, rows } of tables) {
    const measured = rows.filter(({ absent }) => !absent);
    if (measured.length > 1) draw(benchmark, title, (theme) => bars(measured, theme));
  }
  for (const curve of curves) draw(benchmark, curve.title, (theme) => lines(curve, theme));
}
console.log(`${count} charts in benchmarks/charts`);

function draw(benchmark, title, plot) {
  for (const [name, theme] of Object.entries(THEMES)) {
    const svg = plot(theme);
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    svg.setAttribute('font-family', FONT);
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', title);
    const file = join(folder, `${chartName(benchmark, title)}.${name}.svg`);
    writeFileSync(file, `${svg.outerHTML}\n`);
  }
  count++;
}

/** Times of one piece of work: a bar each, from zero; on a logarithm where they differ much. */
function bars(measured, theme) {
  // Where only medians were kept, there is no line of the middle half.
  const rows = measured.map((row) => ({ spread: [row.milliseconds, row.milliseconds], ...row }));
  const names = rows.map(({ name }) => name);
  const all = rows.flatMap(({ milliseconds, spread }) => [milliseconds, ...spread]);
  const wide = Math.max(...all) / Math.min(...all) > 15;
  const from = wide ? 10 ** Math.floor(Math.log10(Math.min(...all) * 0.8)) : 0;
  const kind = ({ name, ours }) => (ours ? 'ours' : /floor/i.test(name) ? 'floor' : 'other');
  const label = ({ milliseconds, factor }) =>
    `${short(milliseconds)} ms${factor ? `  ${factor.toFixed(2)}x` : ''}`;
  const colour = (row) => theme[kind(row)];
  return Plot.plot({
    document,
    width: WIDTH,
    height: 46 + 24 * rows.length,
    marginLeft: 16 + 6.4 * Math.max(...names.map(({ length }) => length)),
    marginRight: 120,
    marginBottom: 34,
    style: { color: theme.text, background: 'none', fontSize: '12px', fontFamily: FONT },
    x: {
      type: wide ? 'log' : 'linear',
      domain: [from, Math.max(...all)],
      label: wide ? 'milliseconds, on a logarithmic scale' : 'milliseconds',
      labelAnchor: 'right',
      ticks: wide ? decades([from, ...all]) : 5,
      tickFormat: (value) => value.toLocaleString('en-US'),
      insetRight: 4,
    },
    y: { domain: names, label: null, tickSize: 0 },
    marks: [
      Plot.gridX({
        stroke: theme.faint,
        strokeOpacity: 1,
        ticks: wide ? decades([from, ...all]) : 5,
      }),
      Plot.barX(rows, {
        y: 'name',
        x1: from,
        x2: 'milliseconds',
        fill: colour,
        rx: 2,
        insetTop: 3,
        insetBottom: 3,
      }),
      Plot.ruleY(rows, {
        y: 'name',
        x1: ({ spread }) => spread[0],
        x2: ({ spread }) => spread[1],
        stroke: theme.text,
        strokeWidth: 1.5,
      }),
      Plot.text(rows, {
        y: 'name',
        x: ({ milliseconds, spread }) => Math.max(milliseconds, spread[1]),
        text: label,
        textAnchor: 'start',
        dx: 6,
        fill: theme.text,
      }),
    ],
  });
}

/** What something costs, or reaches, as its size grows. */
function lines({ x, y, log, series }, theme) {
  const points = series.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
  const all = points.flatMap(({ y: middle, spread }) => [middle, ...spread]);
  const order = series.map(({ name }) => name);
  const colour = { domain: order, range: SERIES, legend: false };
  return Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 64,
    marginRight: 190,
    marginBottom: 40,
    style: { color: theme.text, background: 'none', fontSize: '12px', fontFamily: FONT },
    color: colour,
    x: {
      type: log ? 'log' : 'linear',
      label: x,
      ticks: [...new Set(points.map((point) => point.x))],
      tickFormat: (value) => value.toLocaleString('en-US'),
    },
    y: {
      type: log ? 'log' : 'linear',
      label: y,
      ticks: log ? decades(all) : 5,
      tickFormat: (value) => value.toLocaleString('en-US'),
      ...(log ? {} : { domain: [0, Math.max(...all) * 1.05] }),
    },
    marks: [
      Plot.gridY({ stroke: theme.faint, strokeOpacity: 1, ticks: log ? decades(all) : 5 }),
      Plot.ruleX(points, {
        x: 'x',
        y1: ({ spread }) => spread[0],
        y2: ({ spread }) => spread[1],
        stroke: 'name',
      }),
      Plot.lineY(points, { x: 'x', y: 'y', stroke: 'name', strokeWidth: 2 }),
      Plot.dot(points, { x: 'x', y: 'y', fill: 'name', r: 3.5 }),
      ...labels(series, log, all).map(({ dy, ...end }) =>
        Plot.text([end], {
          ...{ x: 'x', y: 'y', text: 'name', fill: 'name', textAnchor: 'start' },
          ...{ dx: 10, dy, fontWeight: 600 },
        }),
      ),
    ],
  });
}

/** The ends of the curves, each with how far its name is moved up or down (`dy`) to keep clear of others. */
function labels(series, log, all) {
  const GAP = 15;
  const scale = log ? Math.log10 : (value) => value;
  const [low, high] = [log ? scale(Math.min(...all)) : 0, scale(Math.max(...all))];
  const heightOf = (value) => ((HEIGHT - 60) * (scale(value) - low)) / (high - low);
  const ends = series.map(({ name, points }) => ({ name, ...points.at(-1) }));
  ends.sort((a, b) => a.y - b.y);
  let last = Number.NEGATIVE_INFINITY;
  return ends.map((end) => {
    const at = Math.max(heightOf(end.y), last + GAP);
    last = at;
    return { ...end, dy: heightOf(end.y) - at };
  });
}

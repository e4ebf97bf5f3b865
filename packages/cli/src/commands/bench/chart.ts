import { formatBytes, formatCount, formatRate } from '../../terminal/units.ts';
import type { BenchReport } from '../bench.ts';

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 72;
const RIGHT = 96;
const TOP = 40;
const BOTTOM = 44;

const series = [
  { key: 'decode', color: ['#1c7c54', '#5ec79a'] },
  { key: 'load', color: ['#b3541e', '#f0a06c'] },
] as const;

const style = `<style>
  .back { fill: #fff } text { font: 13px system-ui, sans-serif; fill: #222 } .small { font-size: 12px; fill: #555 }
  .grid { stroke: #ddd } ${series.map(({ key, color }) => `.${key} { stroke: ${color[0]} } .${key}-mark { fill: ${color[0]} }`).join(' ')}
  @media (prefers-color-scheme: dark) {
    .back { fill: #16181d } text { fill: #e6e6e6 } .small { fill: #aaa } .grid { stroke: #3a3d44 }
    ${series.map(({ key, color }) => `.${key} { stroke: ${color[1]} } .${key}-mark { fill: ${color[1]} }`).join(' ')}
  }
</style>`;

/** Samples a second by threads, as SVG, light or dark as the reader's system is. */
export function benchChart({ path, rows }: BenchReport): string {
  const most = Math.max(
    ...rows.flatMap(({ decode, load }) => [decode.perSecond, load.perSecond]),
    1,
  );
  const step = niceStep(most / 5);
  const top = Math.ceil(most / step) * step;
  const x = (i: number) =>
    LEFT +
    (rows.length > 1
      ? (i / (rows.length - 1)) * (WIDTH - LEFT - RIGHT)
      : (WIDTH - LEFT - RIGHT) / 2);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const lines: string[] = [];
  for (let value = 0; value <= top; value += step) {
    lines.push(
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/>`,
      `<text class="small" x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${formatCount(value)}</text>`,
    );
  }
  rows.forEach(({ threads }, i) => {
    lines.push(
      `<text class="small" x="${x(i)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${threads}</text>`,
    );
  });
  const ends = series.map(({ key }) => y(rows.at(-1)?.[key].perSecond ?? 0));
  const apart = Math.abs((ends[0] ?? 0) - (ends[1] ?? 0)) < 16;
  series.forEach(({ key }, s) => {
    const points = rows.map((row, i) => [x(i), y(row[key].perSecond)] as const);
    const shift = apart
      ? (ends[s] ?? 0) <= (ends[1 - s] ?? 0) && !(s === 1 && ends[0] === ends[1])
        ? -8
        : 8
      : 0;
    lines.push(
      `<polyline class="${key}" fill="none" stroke-width="2" points="${points.map((p) => p.join(',')).join(' ')}"/>`,
      ...points.map(([px, py], i) => {
        const row = rows[i] as (typeof rows)[number];
        return `<circle class="${key}-mark" cx="${px}" cy="${py}" r="4"><title>${key}, ${row.threads} threads: ${formatRate(row[key].perSecond)}/s</title></circle>`;
      }),
      `<text x="${WIDTH - RIGHT + 10}" y="${(points.at(-1)?.[1] ?? 0) + 4 + shift}">${key}</text>`,
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="samples a second by threads">
${style}
<rect class="back" width="${WIDTH}" height="${HEIGHT}"/>
<text x="${LEFT}" y="22">${escapeXml(`${path}: samples a second by threads`)}</text>
${lines.join('\n')}
<text class="small" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">threads</text>
</svg>
`;
}

/** The chart with its table and what to change, as a page. */
export function benchPage(report: BenchReport): string {
  const { path, machine, rows, limit, advice, batchSize } = report;
  const cells = rows.map(
    ({ threads, read, decode, load }) =>
      `<tr><td>${threads}<td>${formatRate(read.perSecond)}/s<td>${formatBytes(read.bytesPerSecond)}/s<td>${formatRate(decode.perSecond)}/s<td>${formatRate(load.perSecond)}/s`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeXml(`dareblopy bench ${path}`)}</title>
<style>:root { color-scheme: light dark } body { font: 15px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem } svg { max-width: 100%; height: auto } table { border-collapse: collapse } td, th { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #8885 }</style>
<h1>${escapeXml(path)}</h1>
<p>${escapeXml(`${machine.cpu}, ${machine.cpus} CPUs, Node ${machine.node}`)}</p>
${benchChart(report)}
<table><tr><th>threads<th>read<th><th>decode<th>load, batches of ${batchSize}
${cells.join('\n')}
</table>
<p>${escapeXml(limit)}</p>
${advice.length > 0 ? `<h2>To change</h2>\n<ul>${advice.map((line) => `<li>${escapeXml(line)}`).join('\n')}</ul>` : ''}
</html>
`;
}

/** 1, 2 or 5 times a power of ten, at least `value`. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((step) => step * power >= value) ?? 10);
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

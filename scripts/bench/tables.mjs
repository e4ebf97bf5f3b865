// Markdown of what was measured. It stands in benchmarks/README.md between two comments and is never typed.
import { chartName, readResults } from './results.mjs';

const BEGIN = '<!-- made by npm run bench -- --report: begin -->';
const END = '<!-- made by npm run bench -- --report: end -->';

/** Nothing is better than figures of a busy machine. */
const NONE = 'None are kept yet of a machine at rest: until then, the figures below stand.\n';

/** The page with its tables as `results` say. */
export function fillIn(page, results = readResults()) {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`benchmarks/README.md has lost '${BEGIN}'`);
  const text = results.length > 0 ? results.map(section).join('\n') : NONE;
  return `${page.slice(0, begin + BEGIN.length)}\n\n${text}\n${page.slice(end)}`;
}

function section({ benchmark, date, note, machine, versions, tables, curves }) {
  const { cpu, cores, memory, system, load } = machine;
  const where = `${cpu}, ${cores} cores, ${memory}; ${system}${load === undefined ? '' : `; load ${load}`}; Node ${versions.node}`;
  const parts = [`### ${benchmark}`, `${date.slice(0, 10)}; ${where}.${note ? ` ${note}` : ''}`];
  for (const table of tables) {
    const { title, rows } = table;
    parts.push(`#### ${title}`);
    if (rows.filter(({ absent }) => !absent).length > 1) parts.push(picture(benchmark, title));
    parts.push(markdown(rows));
  }
  for (const { title, series } of curves) {
    parts.push(`#### ${title}`, picture(benchmark, title), curveTable(series));
  }
  return `${parts.join('\n\n')}\n`;
}

/** A chart in the colours of the page. */
function picture(benchmark, title) {
  const name = `./charts/${chartName(benchmark, title)}`;
  return [
    '<picture>',
    `<source media="(prefers-color-scheme: dark)" srcset="${name}.dark.svg">`,
    `<img alt="${title.replaceAll('"', '')}" src="${name}.light.svg">`,
    '</picture>',
  ].join('\n');
}

function markdown(rows) {
  const head = '| | ms | middle half | factor | middle half | |\n|---|---:|---:|---:|---:|---|';
  const lines = rows.map(({ name, note = '', absent, ...row }) => {
    if (absent) return `| ${cell(name)} | | | | | no figure: ${cell(absent)} |`;
    const { milliseconds, spread, factor, factorSpread } = row;
    // Somebody else is quicker than our first row.
    const lost = !row.ours && factor < 0.995;
    const slower = lost ? `**${times(factor)}**` : times(factor);
    const figures = [
      number(milliseconds),
      range(spread, number),
      slower,
      range(factorSpread, times),
    ];
    return `| ${[cell(name), ...figures, cell(note)].join(' | ')} |`;
  });
  return [head, ...lines].join('\n');
}

function curveTable(series) {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))];
  const head = `| | ${xs.map((x) => x.toLocaleString('en-US')).join(' | ')} |`;
  const rule = `|---|${xs.map(() => '---:|').join('')}`;
  const lines = series.map(({ name, points }) => {
    const at = new Map(points.map((point) => [point.x, point.y]));
    return `| ${cell(name)} | ${xs.map((x) => (at.has(x) ? number(at.get(x)) : '')).join(' | ')} |`;
  });
  return [head, rule, ...lines].join('\n');
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '\\<');
const times = (factor) => (factor === undefined ? '' : `${factor.toFixed(2)}x`);
const range = (spread, format) => (spread ? `${format(spread[0])} to ${format(spread[1])}` : '');

/** Three digits, as many as two runs agree on. */
function number(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

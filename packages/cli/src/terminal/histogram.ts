import { table } from './table.ts';
import { formatCount } from './units.ts';

export interface Bar {
  readonly label: string;
  readonly count: number;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Bars side by side with their labels and counts, the longest `width` characters long. */
export function histogram(bars: readonly Bar[], { width = 30, unicode = true } = {}): string[] {
  const most = Math.max(...bars.map((bar) => bar.count), 1);
  const rows = bars.map(({ label, count }) => [
    label,
    formatCount(count),
    barOf((count / most) * width, unicode),
  ]);
  return table(rows, { right: [1] });
}

function barOf(length: number, unicode: boolean): string {
  if (!unicode) return '#'.repeat(length > 0 ? Math.max(1, Math.round(length)) : 0);
  const eighths = length > 0 ? Math.max(1, Math.round(length * 8)) : 0;
  return '█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7];
}

/** The commonest first; from `most` on they are put together. */
export function commonest(counts: Readonly<Record<string, number>>, most = 10): Bar[] {
  const bars = Object.entries(counts).map(([label, count]) => ({ label, count }));
  bars.sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  if (bars.length <= most) return bars;
  const rest = bars.slice(most - 1);
  const count = rest.reduce((sum, bar) => sum + bar.count, 0);
  return [...bars.slice(0, most - 1), { label: `${rest.length} others`, count }];
}

/** Values in about ten bins whose bounds are 1, 2 or 5 times a power of ten, the empty ends left out. */
export function bins(values: readonly number[], format: (value: number) => string): Bar[] {
  if (values.length === 0) return [];
  const bounds = boundsFor(values);
  const counts = new Array<number>(bounds.length - 1).fill(0);
  for (const value of values) {
    let bin = counts.length - 1;
    while (bin > 0 && value < (bounds[bin] as number)) bin--;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts.map((count, bin) => ({
    label: `${format(bounds[bin] as number)} to ${format(bounds[bin + 1] as number)}`,
    count,
  }));
}

function boundsFor(values: readonly number[]): number[] {
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const steps: number[] = [];
  // Over more than a decade a 1-2-5 series; within one, even steps.
  if (greatest > least * 10 || least <= 0) {
    let power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
    for (; steps.length === 0 || (steps.at(-1) as number) <= greatest; power *= 10) {
      steps.push(power, 2 * power, 5 * power);
    }
    const first = steps.findLastIndex((bound) => bound <= least);
    const last = steps.findIndex((bound) => bound > greatest);
    const inside = steps.slice(Math.max(first, 0), last + 1);
    return least < (inside[0] as number) ? [0, ...inside] : inside;
  }
  const step = [1, 2, 5, 10, 20, 50].map((s) => s * 10 ** Math.floor(Math.log10(least) - 1));
  const fitting = step.find((s) => (greatest - least) / s <= 10) ?? (step.at(-1) as number);
  const width = Math.max(1, fitting);
  for (let at = Math.floor(least / width) * width; ; at += width) {
    steps.push(at);
    if (at > greatest) return steps;
  }
}

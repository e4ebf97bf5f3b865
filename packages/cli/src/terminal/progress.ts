import type { Io } from './io.ts';
import { formatCount, formatRate, formatSeconds } from './units.ts';

/** How often a terminal's line is drawn anew, and how often a line is written elsewhere. */
const REDRAW_MS = 100;
const LINE_MS = 10_000;

/**
 * How far a piece of work is: one line that changes on a terminal, a line every ten seconds elsewhere.
 * Written to stderr; results go to stdout.
 */
export class Progress {
  readonly #io: Io;
  readonly #what: string;
  readonly #noun: string;
  #total: number | undefined;
  readonly #started = performance.now();
  #done = 0;
  #drawn = performance.now();
  #shown = false;
  readonly #quiet: boolean;

  /** @param total items to do, where that is known. */
  constructor(
    io: Io,
    what: string,
    {
      total,
      noun = 'items',
      quiet = false,
    }: { total?: number | undefined; noun?: string; quiet?: boolean } = {},
  ) {
    this.#io = io;
    this.#what = what;
    this.#total = total;
    this.#noun = noun;
    this.#quiet = quiet;
  }

  /** Seconds since it began. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  get done(): number {
    return this.#done;
  }

  add(count: number): void {
    this.#done += count;
    const { isTTY } = this.#io.stderr;
    const now = performance.now();
    if (this.#quiet || now - this.#drawn < (isTTY ? REDRAW_MS : LINE_MS)) return;
    this.#drawn = now;
    if (isTTY) this.#draw();
    else this.#io.stderr.write(`${this.#text()}\n`);
  }

  /** Takes the line away: something else is written, or the work is done. */
  clear(): void {
    if (this.#shown) this.#io.stderr.write('\r\u001b[K');
    this.#shown = false;
  }

  #draw(): void {
    const columns = this.#io.stderr.columns || 80;
    const total = this.#total;
    let line = this.#text();
    const room = columns - line.length - 4;
    if (total !== undefined && total > 0 && room >= 10) {
      const width = Math.min(30, room);
      const filled = Math.min(width, Math.round((this.#done / total) * width));
      line = `[${'='.repeat(filled)}${' '.repeat(width - filled)}] ${line}`;
    }
    this.#io.stderr.write(`\r\u001b[K${line.slice(0, columns - 1)}`);
    this.#shown = true;
  }

  #text(): string {
    const rate = this.#done / Math.max(this.seconds, 1e-3);
    const total = this.#total;
    const of = total === undefined ? '' : ` of ${formatCount(total)}`;
    const left =
      total === undefined || rate === 0 || this.#done > total
        ? ''
        : `, ${formatSeconds((total - this.#done) / rate)} left`;
    return `${this.#what}: ${formatCount(this.#done)}${of} ${this.#noun}, ${formatRate(rate)}/s${left}`;
  }
}

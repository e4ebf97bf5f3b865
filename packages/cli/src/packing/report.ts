import type { Io } from '../terminal/io.ts';
import { painter, printable, wantsColor } from '../terminal/style.ts';
import { formatBytes, formatRate, formatSeconds, plural } from '../terminal/units.ts';
import type { Packed } from './pack.ts';

/** What `--json` prints of anything that packs. */
export interface PackReport {
  readonly files: readonly Packed[];
  /** Shards that were there from an earlier try. */
  readonly kept: number;
  readonly skipped: readonly { readonly item: string; readonly message: string }[];
  readonly manifest?: string;
  readonly seconds: number;
}

export function printReport(report: PackReport, json: boolean, io: Io): void {
  if (json) {
    io.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return;
  }
  const paint = painter(wantsColor(io.stdout, io.env));
  const { files, kept, skipped, manifest, seconds } = report;
  for (const { path, samples, bytes } of files.length > 20 ? [] : files) {
    io.stdout.write(
      `${paint('bold', printable(path))}  ${plural(samples, 'sample')}, ${formatBytes(bytes)}\n`,
    );
  }
  const samples = files.reduce((sum, file) => sum + file.samples, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const parts = [
    `${plural(files.length, 'file')}, ${plural(samples, 'sample')}, ${formatBytes(bytes)} in ${formatSeconds(seconds)} (${formatRate(samples / Math.max(seconds, 1e-3))}/s)`,
    ...(kept > 0 ? [`${plural(kept, 'shard')} were there already`] : []),
    ...(skipped.length > 0 ? [paint('yellow', `${plural(skipped.length, 'item')} left out`)] : []),
    ...(manifest ? [`manifest: ${printable(manifest)}`] : []),
  ];
  io.stdout.write(`${parts.join('; ')}\n`);
}

/** Collects what is left out, and tells it on stderr. */
export class Skipped {
  readonly items: { item: string; message: string }[] = [];
  readonly #io: Io;

  constructor(io: Io) {
    this.#io = io;
  }

  readonly add = (item: string, error: unknown): void => {
    const { message } = error as Error;
    this.items.push({ item, message });
    this.#io.stderr.write(`left out: ${printable(item)}: ${printable(message)}\n`);
  };
}

import { availableParallelism, cpus } from 'node:os';
import type { Command } from 'commander';
import { writeWhole } from '../files/write-whole.ts';
import type { CommonOptions, Run } from '../session.ts';
import { common } from '../session.ts';
import { EXIT, UsageError } from '../terminal/exit.ts';
import type { Io } from '../terminal/io.ts';
import { Progress } from '../terminal/progress.ts';
import { painter, printable, wantsColor } from '../terminal/style.ts';
import { table } from '../terminal/table.ts';
import { formatBytes, formatRate, parseInteger, parseNumber } from '../terminal/units.ts';
import { adviceFor } from './bench/advice.ts';
import { benchChart, benchPage } from './bench/chart.ts';
import type { Measured } from './bench/measure.ts';
import { measure } from './bench/measure.ts';
import { measureApart } from './bench/measure-apart.ts';

export interface BenchOptions extends CommonOptions {
  readonly transform?: string;
  readonly size: number;
  readonly batch: number;
  readonly seconds: number;
  readonly glob?: string;
  readonly exclude?: string;
  readonly chart?: string;
  /** Set in the processes that measure. */
  readonly measureOnly?: boolean;
}

/** What `bench --json` prints. */
export interface BenchReport {
  readonly path: string;
  readonly machine: { readonly cpu: string; readonly cpus: number; readonly node: string };
  readonly batchSize: number;
  readonly rows: readonly Measured[];
  /** What limits loading with the most threads, in words. */
  readonly limit: string;
  /** What to change, the most promising first. */
  readonly advice: readonly string[];
}

export function addBench(program: Command, io: Io, run: Run): void {
  const command = program
    .command('bench <path...>')
    .summary('what this machine reaches on your own data, what limits it, and what to change')
    .description(
      'Measures reading (with checksums), decoding, and loading in shuffled batches, with 1 to N threads, each in a ' +
        'process of its own; says which stage limits and what to change. What it reads is in the page cache after the ' +
        'first pass, unless it is larger than the memory: the first row says what a first pass takes.',
    )
    .option(
      '--transform <file.mjs>',
      'a module whose default export are options of jpeg(), or a Decoder',
    )
    .option(
      '--size <pixels>',
      'without one: random crops to squares of floats',
      parseInteger('--size', 8, 2048),
      224,
    )
    .option('--batch <n>', 'samples in a batch', parseInteger('--batch', 1, 65_536), 32)
    .option('--seconds <n>', 'at most, for each figure', parseNumber('--seconds', 0.1, 600), 3)
    .option('--glob <pattern>', "only items of these names, as '**/*.jpg'")
    .option('--exclude <file>', 'leave out what a file lists')
    .option('--chart <file>', 'write a chart: .svg, or .html with the table');
  common(command, [
    ['dareblopy bench photos.zip', 'a table'],
    [
      'dareblopy bench photos.zip --transform train.mjs --chart bench.html',
      "training's own work, as a page",
    ],
  ]);
  // What the processes are started with; not for users.
  command.addOption(command.createOption('--measure-only').hideHelp());
  command.action(async (paths: string[], options: BenchOptions) => {
    if (options.chart && !/\.(svg|html?)$/i.test(options.chart))
      throw new UsageError(`Expected a .svg or .html for --chart but received '${options.chart}'`);
    if (options.measureOnly) {
      io.stdout.write(`${JSON.stringify(await measure(paths, options, io.signal))}\n`);
      return;
    }
    const rows: Measured[] = [];
    const counts = threadCounts(options.threads ?? availableParallelism());
    const quiet = options.quiet === true;
    const progress = new Progress(io, 'measuring', {
      total: counts.length,
      noun: 'thread counts',
      quiet,
    });
    try {
      for (const threads of counts) {
        rows.push(await measureApart(paths, options, threads, io.signal));
        progress.add(1);
      }
    } finally {
      progress.clear();
    }
    const report = reportOf(rows, paths.join(' '), options.batch);
    if (options.json) io.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else io.stdout.write(`${textOf(report, io).join('\n')}\n`);
    if (options.chart) {
      const chart = /\.svg$/i.test(options.chart) ? benchChart(report) : benchPage(report);
      await writeWhole(options.chart, chart);
    }
    run.status = EXIT.fine;
  });
}

/** 1, 2, 4, ... and the most. */
export function threadCounts(most: number): number[] {
  const counts: number[] = [];
  for (let threads = 1; threads < most; threads *= 2) counts.push(threads);
  return [...counts, most];
}

function reportOf(rows: readonly Measured[], path: string, batchSize: number): BenchReport {
  const [{ model = 'unknown' } = {}] = cpus();
  const last = rows.at(-1) as Measured;
  return {
    path,
    machine: { cpu: model.trim(), cpus: availableParallelism(), node: process.version },
    batchSize,
    rows,
    limit: last.limit,
    advice: adviceFor(rows),
  };
}

function textOf({ path, machine, rows, limit, advice, batchSize }: BenchReport, io: Io): string[] {
  const paint = painter(wantsColor(io.stdout, io.env));
  const cells = rows.map(({ threads, read, decode, load }) => [
    `${threads}`,
    `${formatRate(read.perSecond)}/s`,
    `${formatBytes(read.bytesPerSecond)}/s`,
    `${formatRate(decode.perSecond)}/s`,
    `${formatRate(load.perSecond)}/s`,
  ]);
  const head = ['threads', 'read', '', 'decode', `load, batches of ${batchSize}`];
  const lines = table([head, ...cells], { right: [0, 1, 2, 3, 4], gap: 3 });
  return [
    `${paint('bold', printable(path))} on ${machine.cpu}, ${machine.cpus} CPUs, Node ${machine.node}`,
    ...lines.map((line) => `  ${line}`),
    limit,
    ...advice.map((line) => `${paint('cyan', 'to change')}  ${line}`),
  ];
}

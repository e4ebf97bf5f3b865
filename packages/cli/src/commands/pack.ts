import { Permutation } from '@dareblopy/core/internal';
import type { Command } from 'commander';
import { Option } from 'commander';
import { sinkFor } from '../formats/table.ts';
import { readExcludes } from '../packing/exclude.ts';
import { labelsFor } from '../packing/labels.ts';
import type { PackPlan } from '../packing/pack.ts';
import { packShards, packWhole } from '../packing/pack.ts';
import type { PictureChange } from '../packing/pictures.ts';
import { printReport, Skipped } from '../packing/report.ts';
import { shardsByCount, shardsBySize } from '../packing/shards.ts';
import { openSets } from '../packing/sources.ts';
import type { Unit } from '../packing/units.ts';
import { unitsOf } from '../packing/units.ts';
import type { CommonOptions, Run } from '../session.ts';
import { applyThreads, common } from '../session.ts';
import { EXIT, UsageError } from '../terminal/exit.ts';
import type { Io } from '../terminal/io.ts';
import { parseBytes, parseInteger, plural } from '../terminal/units.ts';

interface PackOptions extends CommonOptions {
  readonly out: string;
  readonly shardSize?: number;
  readonly shards?: number;
  readonly method?: 'store' | 'deflate' | 'lz4';
  readonly level?: number;
  readonly resize?: number;
  readonly quality?: number;
  readonly repack?: boolean;
  readonly labels?: string;
  readonly glob?: string;
  readonly exclude?: string;
  readonly prefix?: boolean;
  readonly shuffle?: number;
  readonly skipBad?: boolean;
  readonly overwrite?: boolean;
  readonly rank?: number;
  readonly ranks?: number;
  readonly finish?: boolean;
}

export function addPack(program: Command, io: Io, run: Run): void {
  const command = program
    .command('pack <source...>')
    .summary('write a data set anew: as a ZIP, records or a folder, in shards, smaller pictures')
    .description(
      'Packs folders, ZIPs, tars and TFRecords into one ZIP, tar, TFRecord file or folder, or into shards. Pictures stay as they ' +
        'are, unless --repack or --resize says otherwise. The same input gives the same bytes. Shards are each ' +
        'whole or not there: asked again after a kill, it goes on behind the last whole one.',
    )
    .requiredOption(
      '-o, --out <path>',
      'what to write: x.zip, x.tar, x.tfrecord, x.tfrecord.gz, or a folder',
    )
    .option(
      '--shard-size <size>',
      'shards x-00000-of-00012.zip of so much input each, as 150MB',
      parseBytes,
    )
    .option(
      '--shards <n>',
      'so many shards, of as many samples each',
      parseInteger('--shards', 1, 99_999),
    )
    .addOption(
      new Option(
        '--method <method>',
        'of ZIP entries (default: as they were; of files, pictures stored and the rest deflated)',
      ).choices(['store', 'deflate', 'lz4']),
    )
    .option(
      '--level <n>',
      'of the compression, 1 to 12 (GZIP: to 9)',
      parseInteger('--level', 1, 12),
    )
    .option(
      '--resize <pixels>',
      "JPEGs' short side, upright; smaller ones stay as they are",
      parseInteger('--resize', 1, 65_500),
    )
    .option(
      '--quality <q>',
      'encode JPEGs anew with this quality (default with --resize: 90)',
      parseInteger('--quality', 1, 100),
    )
    .option('--repack', 'JPEGs losslessly with restart markers, so that crops cost their own area')
    .option(
      '--labels <from>',
      "'folders', 'none', or a CSV file of name and label (default: folders, where there are several)",
    )
    .option('--glob <pattern>', "only items of these names, as '**/*.jpg'")
    .option(
      '--exclude <file>',
      'leave out what a file lists: names, or what verify --list-bad wrote',
    )
    .option('--prefix', "put each source's name before its items' names")
    .option(
      '--shuffle <seed>',
      'in a random order, the same for the same seed',
      parseInteger('--shuffle', 0),
    )
    .option('--skip-bad', 'leave out what cannot be read or decoded, instead of stopping')
    .option('--overwrite', 'replace what is there')
    .option(
      '--rank <r>',
      'on one of many machines: write only shards r, r + ranks, ...',
      parseInteger('--rank', 0),
    )
    .option('--ranks <n>', 'how many machines there are', parseInteger('--ranks', 1))
    .option('--finish', 'write only the manifest, when all ranks are done');
  common(command, [
    ['dareblopy pack photos --out photos.zip', 'thousands of files to one'],
    ['dareblopy pack photos -o train.tfrecord --shard-size 150MB', 'shards, labels from folders'],
    ['dareblopy pack big.zip -o small.zip --resize 256 --quality 90', 'short side of 256 pixels'],
    [
      'dareblopy pack photos -o s3.zip --shards 64 --rank 0 --ranks 4',
      'a quarter; then the others, and --finish',
    ],
  ]);
  command.action(async (paths: string[], options: PackOptions) => {
    applyThreads(options);
    checkOptions(options);
    const started = performance.now();
    const skipped = new Skipped(io);
    const { sets, close } = await openSets(paths, options.glob, io.signal);
    try {
      const excludes = await readExcludes(options.exclude);
      const listed = await unitsOf(sets, {
        prefix: options.prefix === true,
        excludes,
        signal: io.signal,
      });
      const unused = excludes.unused();
      if (unused > 0)
        io.stderr.write(
          `${plural(unused, 'line')} of ${options.exclude} fit no item of these sources\n`,
        );
      const labels = await labelsFor(listed, options.labels);
      const units = options.shuffle === undefined ? listed : shuffled(listed, options.shuffle);
      if (units.length === 0) throw new UsageError('There is nothing to pack');
      if (options.shuffle !== undefined && sets.some(({ items }) => !items))
        throw new UsageError(
          '--shuffle needs sources with random access: convert compressed records first',
        );
      const plan: PackPlan = {
        sets,
        units,
        labels,
        labelFiles: isCsv(options.labels),
        change: changeOf(options),
        sink: sinkFor(options.out),
        sinkOptions: { method: options.method, level: options.level },
        skipBad: options.skipBad === true,
        overwrite: options.overwrite === true,
      };
      const context = { io, quiet: options.quiet === true, onBad: skipped.add };
      const done = isSharded(options)
        ? await packShards(plan, shardOptions(options, units), context)
        : { files: [await packWhole(plan, options.out, context)], kept: 0 };
      const seconds = (performance.now() - started) / 1000;
      printReport({ ...done, skipped: skipped.items, seconds }, options.json === true, io);
      run.status = EXIT.fine;
    } finally {
      await close();
    }
  });
}

function isSharded({ shardSize, shards }: PackOptions): boolean {
  return shardSize !== undefined || shards !== undefined;
}

function isCsv(labels: string | undefined): boolean {
  return labels !== undefined && labels !== 'folders' && labels !== 'none';
}

function checkOptions(options: PackOptions): void {
  const { shardSize, shards, rank, ranks, finish, repack, resize, quality } = options;
  if (shardSize !== undefined && shards !== undefined)
    throw new UsageError('Expected --shard-size or --shards but received both');
  if (repack && (resize ?? quality) !== undefined)
    throw new UsageError('Expected --repack or --resize and --quality but received both');
  if ((rank === undefined) !== (ranks === undefined) && !finish)
    throw new UsageError('Expected --rank and --ranks together');
  if (rank !== undefined && rank >= (ranks ?? 1))
    throw new UsageError(`Expected --rank from 0 to ${(ranks ?? 1) - 1} but received ${rank}`);
  if (finish && rank !== undefined)
    throw new UsageError('Expected --rank or --finish but received both');
  if ((ranks !== undefined || finish) && !isSharded(options))
    throw new UsageError('--rank, --ranks and --finish need --shard-size or --shards');
}

function changeOf({ repack, resize, quality }: PackOptions): PictureChange | undefined {
  if (repack) return { kind: 'repack' };
  if ((resize ?? quality) === undefined) return undefined;
  return { kind: 'resize', short: resize, quality: quality ?? 90 };
}

function shuffled(units: readonly Unit[], seed: number): Unit[] {
  const { at } = new Permutation(units.length, { seed });
  return units.map((_, i) => units[at(i)] as Unit);
}

function shardOptions(options: PackOptions, units: readonly Unit[]) {
  const { rank, ranks, finish, shardSize, shards, out } = options;
  const { method, level, resize, quality, repack, labels, shuffle, skipBad } = options;
  return {
    out,
    shards:
      shardSize === undefined
        ? shardsByCount(units.length, Math.min(shards ?? 1, units.length))
        : shardsBySize(
            units.map(({ bytes }) => bytes),
            shardSize,
          ),
    rank: rank ?? 0,
    ranks: ranks ?? 1,
    finish: finish === true || rank === undefined,
    write: finish !== true,
    options: { method, level, resize, quality, repack, labels, shuffle, skipBad },
  };
}

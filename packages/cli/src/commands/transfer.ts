import { split as splitRandomly } from '@dareblopy/core';
import type { Command } from 'commander';
import { sinkFor } from '../formats/table.ts';
import { readExcludes } from '../packing/exclude.ts';
import type { PackPlan } from '../packing/pack.ts';
import { Packer, packWhole, refuseExisting } from '../packing/pack.ts';
import { printReport, Skipped } from '../packing/report.ts';
import { shardPath, shardsByCount, shardsBySize } from '../packing/shards.ts';
import { openSets } from '../packing/sources.ts';
import type { Unit } from '../packing/units.ts';
import { unitsOf } from '../packing/units.ts';
import type { CommonOptions, Run } from '../session.ts';
import { applyThreads, collect, common } from '../session.ts';
import { EXIT, UsageError } from '../terminal/exit.ts';
import type { Io } from '../terminal/io.ts';
import { parseBytes, parseInteger } from '../terminal/units.ts';

interface TransferOptions extends CommonOptions {
  readonly glob?: string;
  readonly prefix?: boolean;
  readonly overwrite?: boolean;
}

interface SplitOptions extends TransferOptions {
  readonly out?: string;
  readonly into?: string[];
  readonly seed: number;
  readonly parts?: number;
  readonly shardSize?: number;
}

/** Commands that carry items over as they are, without decoding. */
export function addTransfers(program: Command, io: Io, run: Run): void {
  addConvert(program, io, run);
  addSplit(program, io, run);
  addMerge(program, io, run);
}

function addConvert(program: Command, io: Io, run: Run): void {
  const command = program
    .command('convert <source> <out>')
    .summary('from one kind of container to another, without decoding')
    .description(
      'Carries items over as they are: a ZIP, tar or folder to TFRecords (as tf.Examples of image/encoded and so on), ' +
        'TFRecords to a ZIP, tar or folder (0.jpg, 0.cls, 0.json), records to compressed ones and back.',
    );
  transferOptions(command);
  common(command, [
    ['dareblopy convert photos.zip photos.tfrecord', 'an Example for each picture'],
    ['dareblopy convert train.tfrecord.gz train.tfrecord', 'inflated: random access'],
    ['dareblopy convert train.tfrecord photos', 'a folder of files'],
  ]);
  command.action((source: string, out: string, options: TransferOptions) =>
    transfer([source], options, { io, run }, async (plan, context) => [
      await packWhole({ ...plan, sink: sinkFor(out) }, out, context),
    ]),
  );
}

function addMerge(program: Command, io: Io, run: Run): void {
  const command = program
    .command('merge <source...>')
    .summary('several containers into one, without decoding')
    .description(
      'Carries the items of all sources, in their order, over into one container as they are.',
    )
    .requiredOption(
      '-o, --out <path>',
      'what to write: x.zip, x.tar, x.tfrecord, x.tfrecord.gz, or a folder',
    );
  transferOptions(command);
  common(command, [
    ["dareblopy merge 'train-*.tfrecord' --out train.tfrecord", 'shards to one file'],
    ['dareblopy merge a.zip b.zip --prefix -o both.zip', 'as a/0.jpg, b/0.jpg'],
  ]);
  command.action((sources: string[], options: TransferOptions & { out: string }) =>
    transfer(sources, options, { io, run }, async (plan, context) => [
      await packWhole({ ...plan, sink: sinkFor(options.out) }, options.out, context),
    ]),
  );
}

function addSplit(program: Command, io: Io, run: Run): void {
  const command = program
    .command('split <source>')
    .summary('one container into several, without decoding')
    .description(
      'In order, into parts of a size or number; or at random into named files with a share each, the same for the ' +
        "same seed: what split() of @dareblopy/core does. Files of one stem ('0.jpg', '0.cls') stay together.",
    )
    .option('-o, --out <path>', 'x.zip: parts are called x-00000-of-00004.zip')
    .option('--parts <n>', 'so many parts', parseInteger('--parts', 1, 99_999))
    .option('--shard-size <size>', 'parts of so many bytes of items, as 150MB', parseBytes)
    .option('--into <file:share>', 'a file and its share; given for each', collect)
    .option('--seed <n>', 'of the random choice', parseInteger('--seed', 0), 0);
  transferOptions(command);
  common(command, [
    ['dareblopy split all.zip --into train.zip:0.9 --into val.zip:0.1', 'at random'],
    ['dareblopy split train.tfrecord --out train.tfrecord --shard-size 150MB', 'in order'],
  ]);
  command.action((source: string, options: SplitOptions) => {
    const wanted = splitWanted(options);
    return transfer([source], options, { io, run }, async (plan, context) => {
      const parts = wanted(plan.units);
      const [first] = parts;
      if (!first) throw new UsageError('There is nothing to split');
      await refuseExisting(
        parts.map(({ path }) => path),
        plan,
      );
      const sinks = new Set(parts.map(({ path }) => sinkFor(path)));
      if (sinks.size > 1) throw new UsageError('Expected files of one kind for --into');
      const packer = new Packer({ ...plan, sink: sinkFor(first.path) }, context, plan.units.length);
      const files = [];
      try {
        for (const { path, units } of parts) files.push(await packer.write(path, units));
      } finally {
        await packer.close();
      }
      return files;
    });
  });
}

interface Part {
  readonly path: string;
  readonly units: readonly Unit[];
}

/** What the options ask for, checked before anything is read. */
function splitWanted(options: SplitOptions): (units: readonly Unit[]) => Part[] {
  const { out, into, parts, shardSize, seed } = options;
  const ways = [into, parts, shardSize].filter((way) => way !== undefined).length;
  if (ways !== 1) throw new UsageError('Expected one of --into, --parts and --shard-size');
  if (into) {
    const shares = into.map(parseShare);
    return (units) => {
      const chosen = splitRandomly(
        units,
        shares.map(({ share }) => share),
        { seed },
      );
      return shares.map(({ path }, i) => {
        const part = chosen[i] as { length: number; get(index: number): Unit };
        return { path, units: Array.from({ length: part.length }, (_, k) => part.get(k)) };
      });
    };
  }
  if (out === undefined) throw new UsageError('Expected --out for the names of the parts');
  return (units) => {
    const ranges =
      shardSize === undefined
        ? shardsByCount(units.length, parts as number)
        : shardsBySize(
            units.map(({ bytes }) => bytes),
            shardSize,
          );
    return ranges.map(({ begin, end }, i) => ({
      path: shardPath(out, i, ranges.length),
      units: units.slice(begin, end),
    }));
  };
}

function parseShare(text: string): { path: string; share: number } {
  const match = /^(.+):([\d.]+)$/.exec(text);
  const share = Number(match?.[2]);
  if (!match || !(share > 0 && share <= 1))
    throw new UsageError(`Expected a file and its share, as train.zip:0.9, but received '${text}'`);
  return { path: match[1] as string, share };
}

function transferOptions(command: Command): void {
  command
    .option('--glob <pattern>', "only items of these names, as '**/*.jpg'")
    .option('--prefix', "put each source's name before its items' names")
    .option('--overwrite', 'replace what is there');
}

async function transfer(
  paths: readonly string[],
  options: TransferOptions,
  { io, run }: { io: Io; run: Run },
  write: (
    plan: Omit<PackPlan, 'sink'>,
    context: Parameters<typeof packWhole>[2],
  ) => Promise<Awaited<ReturnType<typeof packWhole>>[]>,
): Promise<void> {
  applyThreads(options);
  const started = performance.now();
  const skipped = new Skipped(io);
  const { sets, close } = await openSets(paths, options.glob, io.signal);
  try {
    const units = await unitsOf(sets, {
      prefix: options.prefix === true,
      excludes: await readExcludes(undefined),
      signal: io.signal,
    });
    const plan = {
      sets,
      units,
      labels: undefined,
      labelFiles: false,
      change: undefined,
      sinkOptions: {},
      skipBad: false,
      overwrite: options.overwrite === true,
    };
    const context = { io, quiet: options.quiet === true, onBad: skipped.add };
    const files = await write(plan, context);
    const seconds = (performance.now() - started) / 1000;
    printReport({ files, kept: 0, skipped: [], seconds }, options.json === true, io);
    run.status = EXIT.fine;
  } finally {
    await close();
  }
}

import { isDareblopyError } from '@dareblopy/core';
import type { Command } from 'commander';
import type { Format } from '../formats/dataset.ts';
import { resolveInputs } from '../formats/inputs.ts';
import { isRemote } from '../formats/remote.ts';
import { formats } from '../formats/table.ts';
import type { CommonOptions, Run } from '../session.ts';
import { applyThreads, common } from '../session.ts';
import { EXIT, UsageError } from '../terminal/exit.ts';
import type { Io } from '../terminal/io.ts';
import { painter, printable, wantsColor } from '../terminal/style.ts';
import { plural } from '../terminal/units.ts';

interface Indexed {
  readonly path: string;
  /** Records, or entries. */
  readonly count?: number;
  /** Whether its index was there already, and is still right. */
  readonly kept?: boolean;
  /** Why it has none. */
  readonly problem?: string;
}

export function addIndex(program: Command, io: Io, run: Run): void {
  const command = program
    .command('index <path...>')
    .summary('keep the offsets of records and entries beside their files: they open at once then')
    .description(
      'Writes <file>.dbidx beside each TFRecord and tar file, which { index: "cache" } of the packages and all commands ' +
        'use instead of stepping through the file. One that is right already stays. A ZIP has its own directory and ' +
        'needs none; a compressed file cannot have one.',
    );
  common(command, [["dareblopy index 'train-*.tfrecord'", 'all shards']]);
  command.action(async (paths: string[], options: CommonOptions) => {
    applyThreads(options);
    const paint = painter(wantsColor(io.stdout, io.env));
    const indexed: Indexed[] = [];
    for (const { path, format } of await indexableFiles(paths, io)) {
      io.signal.throwIfAborted();
      const one = await indexFile(path, format, io.signal);
      indexed.push(one);
      if (options.json) continue;
      const what = one.problem
        ? paint('red', printable(one.problem))
        : `${plural(one.count ?? 0, 'item')}, ${one.kept ? 'its index is right' : 'indexed'}`;
      io.stdout.write(`${paint('bold', printable(path))}  ${what}\n`);
    }
    if (options.json) io.stdout.write(`${JSON.stringify(indexed, undefined, 2)}\n`);
    run.status = indexed.some(({ problem }) => problem) ? EXIT.problems : EXIT.fine;
  });
}

async function indexableFiles(paths: readonly string[], { signal }: Io) {
  const files: { path: string; format: Format }[] = [];
  for (const input of await resolveInputs(paths, signal)) {
    if (isRemote(input.path))
      throw new UsageError('An index is kept beside a file on this machine');
    const format = formats.find(({ name }) => name === input.format);
    if (!format?.index) continue;
    for (const path of input.files) files.push({ path: path as string, format });
  }
  if (files.length === 0)
    throw new UsageError('There are no TFRecord or tar files: nothing else needs an index');
  return files;
}

async function indexFile(path: string, format: Format, signal: AbortSignal): Promise<Indexed> {
  try {
    return { path, ...(await format.index?.(path, signal)) };
  } catch (error) {
    if (!isDareblopyError(error)) throw error;
    return { path, problem: `${error.message} [${error.code}]` };
  }
}

import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBench } from './commands/bench.ts';
import { addIndex } from './commands/index-files.ts';
import { addInspect } from './commands/inspect.ts';
import { addPack } from './commands/pack.ts';
import { addPreview } from './commands/preview.ts';
import { addTransfers } from './commands/transfer.ts';
import { addVerify } from './commands/verify.ts';
import { addView } from './commands/view.ts';
import type { Run } from './session.ts';
import { EXIT } from './terminal/exit.ts';
import type { Io } from './terminal/io.ts';
import { painter, wantsColor } from './terminal/style.ts';

const about = `Data sets for deep learning: folders, ZIPs, tars and TFRecords, near and far.

A path is a folder, a .zip, a .tar, a .tfrecord (also .gz), a single file, a pattern in quotes ('train-*.tfrecord'), or a remote address (https://, s3://) when @dareblopy/remote is installed.`;

const exits = `
Exit status: ${EXIT.fine} fine, ${EXIT.problems} problems were found in the data, ${EXIT.misuse} misuse, ${EXIT.interrupted} ended by Ctrl-C.
Environment: NO_COLOR, FORCE_COLOR.`;

/** In the order of the help. */
const commands = [
  addInspect,
  addVerify,
  addPack,
  addTransfers,
  addIndex,
  addPreview,
  addBench,
  addView,
];

export function versionOf(): string {
  const manifest = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** The parser of the command line; `run.status` is set by the command that it runs. */
export function createProgram(io: Io, run: Run): Command {
  const program = new Command('dareblopy');
  const paint = painter(wantsColor(io.stdout, io.env));
  program
    .description(about)
    .version(versionOf(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(--help shows how it is used)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => Math.min(io.stdout.columns || 100, 100),
      getErrHelpWidth: () => Math.min(io.stderr.columns || 100, 100),
      getOutHasColors: () => wantsColor(io.stdout, io.env),
      getErrHasColors: () => wantsColor(io.stderr, io.env),
    })
    .configureHelp({ styleTitle: (title) => paint('bold', title) })
    .addHelpText('after', exits);
  for (const add of commands) add(program, io, run);
  return program;
}

import { isDareblopyError } from '@dareblopy/core';
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { DataError, EXIT, UsageError } from './terminal/exit.ts';
import type { Io } from './terminal/io.ts';
import { completeIo } from './terminal/io.ts';
import { painter, printable, wantsColor } from './terminal/style.ts';

/**
 * Runs the command with the arguments behind its name, as `main(['inspect', 'photos.zip'])`.
 *
 * @param io where text goes, the environment, and a signal that ends the command. Default: the process's.
 * @returns the exit status: 0 fine, 1 the data has problems, 2 misuse, 130 aborted.
 */
export async function main(argv: readonly string[], io: Partial<Io> = {}): Promise<number> {
  const world = completeIo(io);
  const run = { status: EXIT.fine as number };
  try {
    const program = createProgram(world, run);
    await program.parseAsync(argv, { from: 'user' });
    return run.status;
  } catch (error) {
    return report(error, world);
  }
}

/** Says what went wrong, and answers the status for it. */
function report(error: unknown, { stderr, env, signal }: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.misuse;
  if (signal.aborted) return EXIT.interrupted;
  const paint = painter(wantsColor(stderr, env));
  const say = (text: string) => stderr.write(`${paint('red', 'error')}: ${printable(text)}\n`);
  if (error instanceof UsageError) {
    say(error.message);
    return EXIT.misuse;
  }
  if (error instanceof DataError) {
    say(error.message);
    if (error.hint) stderr.write(`${error.hint}\n`);
    return EXIT.problems;
  }
  if (isDareblopyError(error)) {
    say(`${error.message} [${error.code}]`);
    return EXIT.problems;
  }
  // Options that a package refuses are the caller's; anything else is a fault of ours, told in full.
  if (error instanceof TypeError || error instanceof RangeError) {
    say(error.message);
    if (env.DAREBLOPY_DEBUG) stderr.write(`${error.stack}\n`);
    return EXIT.misuse;
  }
  const system = error as NodeJS.ErrnoException;
  say(system?.code !== undefined ? system.message : ((error as Error)?.stack ?? String(error)));
  return EXIT.problems;
}

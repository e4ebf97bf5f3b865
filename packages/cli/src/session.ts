import { configure } from '@dareblopy/core';
import type { Command } from 'commander';
import { parseInteger } from './terminal/units.ts';

/** What a command leaves: its exit status. */
export interface Run {
  status: number;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly threads?: number;
}

/** Adds the options that every command has, and examples behind the help. */
export function common(
  command: Command,
  examples: readonly (readonly [string, string])[],
): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  $ ${line.padEnd(width)}  # ${what}`);
  return command
    .option('--json', 'print one JSON document instead of text')
    .option('-q, --quiet', 'no progress')
    .option(
      '--threads <n>',
      'threads that read and decode (default: all CPUs)',
      parseInteger('--threads', 1, 1024),
    )
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** Sets the number of threads; where the pool runs already (main() was called before), it stays. */
export function applyThreads({ threads }: CommonOptions): void {
  if (threads === undefined) return;
  try {
    configure({ threads });
  } catch (error) {
    if (!/running|started|already/i.test((error as Error).message)) throw error;
  }
}

/** Collects a value for each time an option is given. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

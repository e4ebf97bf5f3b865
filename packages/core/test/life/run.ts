import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a process ended, and what it said. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program, on the built packages, in a process of its own. */
export function run(program: URL, ...flags: string[]): Ended {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, fileURLToPath(program)],
    { encoding: 'utf8', timeout: 240_000 },
  );
  return { status, signal, stdout: stdout.trim(), stderr };
}

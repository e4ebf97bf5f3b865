import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataError, UsageError } from '../../terminal/exit.ts';
import type { BenchOptions } from '../bench.ts';
import type { Measured } from './measure.ts';

/** The command's own program: beside this module where it is built, in dist where it runs from its sources. */
function binPath(): string {
  const built = fileURLToPath(new URL('../../bin.js', import.meta.url));
  if (existsSync(built)) return built;
  return fileURLToPath(new URL('../../../dist/bin.js', import.meta.url));
}

/** Measures in a process of its own: the pool's threads are set once a process. */
export async function measureApart(
  paths: readonly string[],
  options: BenchOptions,
  threads: number,
  signal: AbortSignal,
): Promise<Measured> {
  const argv = ['bench', ...paths, '--measure-only', '--threads', `${threads}`];
  argv.push('--size', `${options.size}`, '--batch', `${options.batch}`);
  argv.push('--seconds', `${options.seconds}`);
  if (options.transform) argv.push('--transform', options.transform);
  if (options.glob) argv.push('--glob', options.glob);
  if (options.exclude) argv.push('--exclude', options.exclude);
  const child = spawn(process.execPath, [binPath(), ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => {
    out += part;
  });
  child.stderr.on('data', (part) => {
    err += part;
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  signal.throwIfAborted();
  if (status === 0) return JSON.parse(out) as Measured;
  const message =
    err.trim().replace(/^error: /, '') || `the measuring process ended with ${status}`;
  throw status === 2 ? new UsageError(message) : new DataError(message);
}

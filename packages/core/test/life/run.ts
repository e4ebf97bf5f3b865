import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a process ended, and what it said. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** 4 MiB without a period, that begin with `BIG`: a wrong part of it is seen. */
function bigFile(): Uint8Array {
  const words = new Uint32Array(1 << 20);
  let word = 1;
  for (let i = 0; i < words.length; i++) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    words[i] = word;
  }
  const bytes = new Uint8Array(words.buffer);
  bytes.set(new TextEncoder().encode('BIG'));
  return bytes;
}

/** Runs a program, on the built packages, in a process of its own, where BIG_FILE names a file of 4 MiB. */
export function run(program: URL, ...flags: string[]): Ended {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-life-'));
  try {
    const file = join(folder, 'big');
    writeFileSync(file, bigFile());
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [...flags, fileURLToPath(program)],
      { encoding: 'utf8', timeout: 240_000, env: { ...process.env, BIG_FILE: file } },
    );
    return { status, signal, stdout: stdout.trim(), stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

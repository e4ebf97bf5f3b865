/** The command in process, and files for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeJpegSync } from '@dareblopy/jpeg';
import { afterAll } from 'vitest';
import { main } from '../src/index.ts';

export const testdata = fileURLToPath(new URL('../../../testdata', import.meta.url));

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly signal?: AbortSignal;
}

/** Runs the command; text is kept. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { env = {}, isTTY = false, columns, signal } = options;
  let out = '';
  let err = '';
  const status = await main(argv, {
    stdout: { write: (text) => (out += text), isTTY, columns },
    stderr: { write: (text) => (err += text), isTTY, columns },
    env,
    ...(signal ? { signal } : {}),
  });
  return { status, out, err };
}

/** What `--json` printed. */
export async function runJson<T>(argv: readonly string[]): Promise<T> {
  const { out } = await run([...argv, '--json']);
  return JSON.parse(out) as T;
}

/** A folder that is gone after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A JPEG that no other index gives. */
export function picture(index: number, width = 64, height = 48): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    data[i] = ((pixel % width) * 3 + Math.floor(pixel / width) * (i % 3) + index * 40) & 255;
  }
  return encodeJpegSync({ dtype: 'uint8', shape: [height, width, 3], data }, { quality: 85 });
}

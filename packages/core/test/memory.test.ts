import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('./memory/refused.mjs', import.meta.url));

it('answers memory that the system refuses with an error, and goes on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-memory-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [big, small] = [join(folder, 'big'), join(folder, 'small')];
  writeFileSync(small, Uint8Array.of(1, 2, 3, 4));
  writeFileSync(big, '');
  truncateSync(big, 6 * 2 ** 30);
  // An address space of 4 GB (`ulimit -v` counts KiB): Node itself takes about one.
  const command = 'ulimit -v 4000000; exec "$0" "$@"';
  const args = ['-c', command, process.execPath, program, big, small];
  const said = JSON.parse(execFileSync('sh', args, { encoding: 'utf8' })) as {
    ended: Record<string, string>;
    after: number[];
  };
  for (const [way, how] of Object.entries(said.ended)) {
    expect(how, way).toMatch(/^(RangeError|OUT_OF_MEMORY|LIMIT_EXCEEDED)$/);
  }
  expect(Object.keys(said.ended)).toHaveLength(5);
  expect(said.after).toEqual([1, 2, 3, 4]);
});

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Runs a program of test/life in a process of its own, on the built packages. */
function run(name: string, ...flags: string[]) {
  const program = fileURLToPath(new URL(`./life/${name}.mjs`, import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...flags, program], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, signal, stdout: stdout.trim(), stderr };
}

describe('life and death', () => {
  it('survives workers that are terminated with work under way', () => {
    expect(run('worker-terminated')).toMatchObject({ status: 0, stdout: 'terminated 100' });
  }, 130_000);

  it('exits with the code asked for while 1,000 jobs are pending', () => {
    expect(run('exit-with-jobs-pending')).toMatchObject({ status: 7, signal: null });
  });

  it('is kept alive by an awaited read, and not by an idle handle', () => {
    expect(run('idle')).toMatchObject({ status: 0, stdout: 'ELF' });
  });

  it('gives the right bytes when handles are dropped with reads pending', () => {
    expect(run('dropped-handles', '--expose-gc')).toMatchObject({
      status: 0,
      stdout: 'all right',
      stderr: '',
    });
  });
});

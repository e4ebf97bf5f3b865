import { describe, expect, it } from 'vitest';
import { run } from './life/run.ts';

const program = (name: string) => new URL(`./life/${name}.mjs`, import.meta.url);

describe('life and death', { timeout: 250_000 }, () => {
  it('survives workers that are terminated with reads under way', () => {
    expect(run(program('worker-terminated'))).toMatchObject({
      status: 0,
      stdout: 'terminated 100',
    });
  });

  it('exits with the code asked for while 1,000 jobs are pending', () => {
    expect(run(program('exit-with-jobs-pending'))).toMatchObject({ status: 7, signal: null });
  });

  it('is kept alive by an awaited read, and not by an idle handle', () => {
    expect(run(program('idle'))).toMatchObject({ status: 0, stdout: 'BIG' });
  });

  it('gives the right bytes when handles are dropped with reads pending', () => {
    expect(run(program('dropped-handles'), '--expose-gc')).toMatchObject({
      status: 0,
      stdout: 'all right',
      stderr: '',
    });
  });
});

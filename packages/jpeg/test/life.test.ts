import { describe, expect, it } from 'vitest';
import { run } from '../../core/test/life/run.ts';

const program = (name: string) => new URL(`./life/${name}.mjs`, import.meta.url);

describe('life and death', { timeout: 250_000 }, () => {
  it('survives workers that are terminated in the middle of decoding', () => {
    expect(run(program('terminated'))).toMatchObject({ status: 0, stdout: 'terminated 100' });
  });

  it('exits with the code asked for while 1,000 decodes are pending', () => {
    expect(run(program('exit-while-decoding'))).toMatchObject({ status: 7, signal: null });
  });
});

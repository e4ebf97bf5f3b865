import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFixtures } from './fixtures.ts';
import { codeOf, runSnippet } from './run-snippet.ts';

let folder: string;
beforeAll(async () => {
  folder = await makeFixtures();
});
afterAll(() => rmSync(folder, { recursive: true }));

it('the first snippet of the README works', async () => {
  const [snippet] = codeOf('packages/loader/README.md');
  const logged = await runSnippet(snippet!, folder);
  expect(logged.slice(0, 2)).toEqual([
    [[8, 3, 64, 64], [8]],
    [[8, 3, 64, 64], [8]],
  ]);
  expect(logged[2]?.[0]).toMatch(/limits/);
});

describe('the snippets of docs/loader.md work', () => {
  const [batches, lent, ranks, state, bad, limits, ...more] = codeOf('docs/loader.md');

  it('all of them are here', () => expect(more).toEqual([]));

  it('batches', async () => {
    const row = [[4, 32, 32, 3], 'int32', 4];
    expect(await runSnippet(batches!, folder)).toEqual([[4], row, row, row, row]);
  });

  it('lending', async () => {
    expect(await runSnippet(lent!, folder)).toEqual([[[0, 0, 1, 0]]]);
  });

  it('ranks', async () => {
    expect(await runSnippet(ranks!, folder)).toEqual([
      [0, [0, 4, 8]],
      [1, [1, 5, 9]],
      [2, [2, 6]],
      [3, [3, 7]],
    ]);
  });

  it('state', async () => {
    const json = '{"version":1,"epoch":0,"position":8,"seed":7,"shuffle":true,"length":100}';
    expect(await runSnippet(state!, folder)).toEqual([[json], [92]]);
  });

  it('bad samples', async () => {
    expect(await runSnippet(bad!, folder)).toEqual([
      [[3]],
      ['sample 4: SHAPE_MISMATCH'],
      [[3]],
      [1],
    ]);
  });

  it('limits', async () => {
    const [[summary], [report]] = (await runSnippet(limits!, folder)) as [[string], [string]];
    expect(summary).toMatch(/^The transform stage limits: .*; make the functions of decode faster/);
    expect(report).toMatch(/10 batches, 40 samples/);
  });
});

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFixtures } from './fixtures.ts';
import { codeOf, runSnippet } from './run-snippet.ts';

let folder: string;
beforeAll(async () => {
  folder = await makeFixtures();
});
afterAll(() => rmSync(folder, { recursive: true }));

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('docs/recipes.md', () => {
  const snippets = codeOf('docs/recipes.md');
  const recipe = (words: string): Promise<unknown[][]> => {
    const found = snippets.filter((snippet) => snippet.includes(words));
    expect(found.length, words).toBe(1);
    used.add(found[0]!);
    return runSnippet(found[0]!, folder);
  };
  const used = new Set<string>();
  afterAll(() => expect(used.size).toBe(snippets.length));

  it('folder labels', async () => {
    const logged = await recipe('classFolders');
    expect(logged.map(([shape]) => shape)).toEqual([
      [4, 64, 64, 3],
      [4, 64, 64, 3],
    ]);
    const labels = logged.flatMap(([, names]) => names as string[]);
    expect(labels.sort()).toEqual(['cat', 'cat', 'cat', 'cat', 'cat', 'cat', 'dog', 'dog']);
  });

  it('a split ZIP', async () => {
    expect(await recipe('split(archive')).toEqual([
      ...new Array(4).fill([[3, 3, 64, 64]]),
      [[3, 64, 64, 3]],
      [[1, 64, 64, 3]],
    ]);
  });

  it('image and mask', async () => {
    const row = [[4, 32, 32, 3], 0];
    expect(await recipe("openFolder('masks')")).toEqual([row, row]);
  });

  it('two views', async () => {
    expect(await recipe('salt')).toEqual([[true], [true]]);
  });

  it('JPEG inside TFRecord', async () => {
    expect(await recipe('image/encoded')).toEqual([
      [
        [4, 32, 32, 3],
        [0, 1, 2, 3],
      ],
      [
        [4, 32, 32, 3],
        [4, 5, 6, 7],
      ],
    ]);
  });

  it('groups of files', async () => {
    expect(await recipe('pairs.zip')).toEqual([
      [
        [2, 32, 32, 3],
        [0, 2],
        ['0', '2'],
        ['0', '1'],
      ],
      [
        [2, 32, 32, 3],
        [4, 6],
        ['4', '6'],
        ['2', '3'],
      ],
    ]);
  });

  it('WebDataset', async () => {
    expect(await recipe('openTar')).toEqual([
      ...new Array(2).fill([[4, 32, 32, 3], 4]),
      ...new Array(2).fill([[2, 32, 32, 3], 2]),
    ]);
  });

  it('Parquet', async () => {
    const logged = await recipe('hyparquet');
    expect(logged.map(([shape]) => shape)).toEqual(new Array(2).fill([4, 24, 32, 3]));
    const labels = logged.flatMap(([, all]) => all as number[]);
    expect(labels.sort()).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
  });

  it('images of any size', async () => {
    const shapes = (await recipe('decode: jpeg(),')).flatMap(([all]) => all as number[][]);
    expect(shapes).toEqual(range(8).map((i) => [48 + i, 64, 3]));
  });

  it('raw pixels', async () => {
    expect(await recipe('raw.zip')).toEqual([
      ['uint8', [2, 3, 4, 4]],
      ['uint8', [2, 3, 4, 4]],
    ]);
  });

  it('text', async () => {
    const lines = (await recipe('reviews')).flatMap(([batch]) => batch as string[]);
    expect(lines).toEqual(range(8).map((i) => `review ${i}`));
  });

  it('CSV labels', async () => {
    expect(await recipe('labels.csv')).toEqual([
      [
        [0, 10, 20],
        [0, 0.5, 1],
      ],
      [
        [30, 40, 50],
        [1.5, 2, 2.5],
      ],
      [
        [60, 70],
        [3, 3.5],
      ],
    ]);
  });

  it('sequential sources', async () => {
    expect(await recipe('readTFRecords')).toEqual([[16, true]]);
  });

  it('evaluation over ranks', async () => {
    expect(await recipe("uneven: 'keep'")).toEqual([
      [0, [10, 13, 16]],
      [1, [11, 14]],
      [2, [12, 15]],
    ]);
  });

  it('resuming', async () => {
    expect(await recipe('checkpoint.json')).toEqual([[7]]);
    expect(await recipe('checkpoint.json')).toEqual([[8]]);
  });

  it('mixtures', async () => {
    const [[share]] = (await recipe('DataLoader, mix }')) as [[number]];
    expect(share).toBeCloseTo(0.25, 9);
  });
});

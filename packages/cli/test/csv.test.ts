import { expect, it } from 'vitest';
import { parseCsv } from '../src/packing/csv.ts';
import { manifestPath, shardPath, shardsByCount, shardsBySize } from '../src/packing/shards.ts';

it.each([
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    '\ufeffa,b\r\n\r\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['"x, ""y""\nz", 2 \n', [['x, "y"\nz', '2']]],
  [
    'a,\n,b',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['a,', [['a', '']]],
  ['', []],
])('CSV %j', (text, rows) => expect(parseCsv(text)).toEqual(rows));

it.each(['"open', '"a"b,c'])('CSV %j is refused', (text) => {
  expect(() => parseCsv(text)).toThrow(/quote/);
});

it('fills shards to the size, and gives what is larger one for itself', () => {
  expect(shardsBySize([4, 4, 4, 20, 1], 8)).toEqual([
    { begin: 0, end: 2 },
    { begin: 2, end: 3 },
    { begin: 3, end: 4 },
    { begin: 4, end: 5 },
  ]);
  expect(shardsByCount(5, 3).map(({ begin, end }) => end - begin)).toEqual([1, 2, 2]);
});

it('names shards as TensorFlow does', () => {
  expect(shardPath('a.b/train.tfrecord.gz', 3, 16)).toBe('a.b/train-00003-of-00016.tfrecord.gz');
  expect(shardPath('a.b/photos', 0, 2)).toBe('a.b/photos-00000-of-00002');
  expect(manifestPath('x/train.v2.zip')).toBe('x/train.v2.manifest.json');
});

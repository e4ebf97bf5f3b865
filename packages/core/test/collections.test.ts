import { describe, expect, it } from 'vitest';
import {
  classFolders,
  concat,
  groupByStem,
  type RandomAccess,
  repeat,
  select,
  skip,
  split,
  take,
  zipSources,
} from '../src/index.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];
const named = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));

/** A collection whose items come later, and that counts its crossings. */
function remote<T>(items: readonly T[], fingerprint = 'remote') {
  return {
    length: items.length,
    calls: 0,
    fingerprint,
    async get(index: number) {
      this.calls++;
      return items[index]!;
    },
    async getMany(indices: readonly number[]) {
      this.calls++;
      return indices.map((index) => items[index]!);
    },
  };
}

async function all<T>(collection: RandomAccess<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: collection.length }, (_, i) => collection.get(i)));
}

describe('collections', () => {
  it('select, take, skip, repeat and concat', async () => {
    expect(await all(select(letters, [4, 0, 0]))).toEqual(['e', 'a', 'a']);
    expect(await all(take(letters, 2))).toEqual(['a', 'b']);
    expect(await all(take(letters, 9))).toEqual(letters);
    expect(await all(skip(letters, 3))).toEqual(['d', 'e']);
    expect(await all(skip(letters, 9))).toEqual([]);
    expect(await all(repeat(take(letters, 2), 3))).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(await all(concat([], letters, [], ['z'], []))).toEqual([...letters, 'z']);
  });

  it('answer at once where their source does, and later where it does', () => {
    expect(take(letters, 2).get(1)).toBe('b');
    expect(take(remote(letters), 2).get(1)).toBeInstanceOf(Promise);
    expect(zipSources({ x: letters }).get(0)).toEqual({ x: 'a' });
    expect(zipSources({ x: remote(letters) }).get(0)).toBeInstanceOf(Promise);
  });

  it('pass getMany on in one call for each source', async () => {
    const source = remote(letters);
    const other = remote(['x', 'y']);
    const both = concat(skip(source, 1), other);
    expect(await both.getMany?.([5, 0, 4, 3])).toEqual(['y', 'b', 'x', 'e']);
    expect([source.calls, other.calls]).toEqual([1, 1]);
    const zipped = zipSources({ a: source, row: letters });
    expect(await zipped.getMany?.([1, 3])).toEqual([
      { a: 'b', row: 'b' },
      { a: 'd', row: 'd' },
    ]);
  });

  it('refuse indices outside', () => {
    for (const view of [
      take(letters, 2),
      concat(letters),
      zipSources({ letters }),
      select(letters, [1]),
    ]) {
      for (const index of [-1, view.length, 0.5]) expect(() => view.get(index)).toThrow(RangeError);
    }
    expect(() => select(letters, [5])).toThrow(RangeError);
    expect(() => take(letters, -1)).toThrow(RangeError);
    expect(() => repeat(letters, 1.5)).toThrow(RangeError);
    expect(() => take({} as never, 1)).toThrow(TypeError);
  });

  it('have other fingerprints than what they are made of', () => {
    const source = remote(letters);
    const views = [
      take(source, 2),
      take(source, 3),
      skip(source, 2),
      repeat(source, 2),
      select(source, [0, 1]),
      select(source, [1, 0]),
      ...split(source, [0.5, 0.5]),
      split(source, [0.5], { seed: 1 })[0],
      concat(source, source),
      concat(source),
      zipSources({ source }),
    ];
    const fingerprints = views.map((view) => view.fingerprint);
    expect(fingerprints.every((fingerprint) => fingerprint?.includes('remote'))).toBe(true);
    expect(new Set(fingerprints).size).toBe(views.length);
    expect(take(letters, 2).fingerprint).toBeUndefined();
  });
});

describe('split', () => {
  const items = Array.from({ length: 1001 }, (_, i) => i);

  it('leaves nothing out and takes nothing twice', async () => {
    for (const fractions of [[0.9, 0.1], [0.7, 0.2, 0.1], [1 / 3, 1 / 3, 1 / 3], [1], [0, 1]]) {
      for (const options of [{}, { seed: 4 }]) {
        const parts = split(items, fractions, options);
        parts.forEach((part, i) => {
          expect(Math.abs(part.length - fractions[i]! * 1001)).toBeLessThanOrEqual(1);
        });
        const joined = (await Promise.all(parts.map(all))).flat();
        expect(joined.sort((a, b) => a - b)).toEqual(items);
      }
    }
  });

  it('is random by the seed alone', async () => {
    const [one, other, same] = [1, 2, 1].map((seed) => split(items, [0.5, 0.5], { seed })[0]);
    expect(await all(same!)).toEqual(await all(one!));
    expect(await all(other!)).not.toEqual(await all(one!));
    const [inOrder] = split(items, [0.25]);
    expect(await all(inOrder)).toEqual(items.slice(0, 250));
  });

  it('refuses shares that cannot be', () => {
    expect(() => split(items, [0.9, 0.2])).toThrow(/at most 1/);
    expect(() => split(items, [-0.1])).toThrow(/at least 0/);
    expect(() => split(items, [Number.NaN])).toThrow(/at least 0/);
  });
});

describe('zipSources', () => {
  it('refuses unequal lengths, and tells them', () => {
    expect(() => zipSources({ image: letters, mask: ['x'] })).toThrow('{ image: 5, mask: 1 }');
  });
});

describe('groupByStem', () => {
  it('makes samples of files with the same stem', async () => {
    const files = named(
      'b/1.jpg',
      'b/1.cls',
      'notes.txt',
      'a.b/0.seg.png',
      'a.b/0.jpg',
      'a.b/0.cls',
      '.x',
    );
    const pairs = groupByStem(files, ['jpg', 'cls']);
    expect(await all(pairs)).toEqual([
      { key: 'b/1', jpg: { name: 'b/1.jpg' }, cls: { name: 'b/1.cls' } },
      { key: 'a.b/0', jpg: { name: 'a.b/0.jpg' }, cls: { name: 'a.b/0.cls' } },
    ]);
    expect(groupByStem(files, ['seg.png']).get(0)).toMatchObject({ key: 'a.b/0' });
    expect(groupByStem(named('A.JPG'), ['jpg']).length).toBe(1);
  });

  it('names the stem that is not whole, or has a part twice', () => {
    expect(() => groupByStem(named('a.jpg', 'b.jpg', 'a.cls'), ['jpg', 'cls'])).toThrow(
      "'cls' beside the other files of stem 'b'",
    );
    expect(() => groupByStem(named('a.jpg', 'a.JPG'), ['jpg'])).toThrow("stem 'a'");
  });
});

describe('classFolders', () => {
  it('labels files by the folder they are in', () => {
    const files = named('train/dog/1.jpg', 'train/cat/2.jpg', 'train/dog/3.jpg');
    const { classes, labelOf } = classFolders(files);
    expect(classes).toEqual(['cat', 'dog']);
    expect(files.map(labelOf)).toEqual([1, 0, 1]);
    expect(classFolders(named('cat/1.jpg')).classes).toEqual(['cat']);
    expect(() => labelOf({ name: 'val/bird/1.jpg' })).toThrow("'val/bird/1.jpg'");
    expect(() => classFolders(named('1.jpg'))).toThrow("'1.jpg'");
  });
});

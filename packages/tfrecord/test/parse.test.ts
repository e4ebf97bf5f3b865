import { raw } from '@dareblopy/core';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../src/index.ts';
import {
  encodeExample,
  encodeSequenceExample,
  exampleParser,
  fixedLen,
  key,
  padded,
  ragged,
  sequenceExampleParser,
  sparse,
} from '../src/index.ts';

const record = encodeExample({
  label: 3n,
  data: new Uint8Array([1, 2, 3, 4]),
  weights: new Float32Array([0.5, 1.5]),
  ids: [1n, 2n, 3n],
  name: 'ünï',
});

describe('exampleParser', () => {
  it('parses one Example, without a batch dimension', () => {
    const parser = exampleParser({
      data: fixedLen([2, 2], 'uint8'),
      renamed: key('label', fixedLen([], 'int64', { as: 'int32' })),
      ids: ragged('int64', { as: 'uint8' }),
      name: fixedLen([], 'string'),
      long: key('ids', padded('int64', { length: 5, value: -1n })),
      absent: fixedLen([2], 'float32', { default: [1, 2] }),
    });
    const one = parser.parse(record);
    expect(one.data).toEqual({ dtype: 'uint8', shape: [2, 2], data: new Uint8Array([1, 2, 3, 4]) });
    expect(one.renamed).toEqual({ dtype: 'int32', shape: [], data: new Int32Array([3]) });
    expect(one.ids).toEqual({ dtype: 'uint8', shape: [3], data: new Uint8Array([1, 2, 3]) });
    expect(one.name).toEqual({ dtype: 'string', shape: [], data: ['ünï'] });
    expect(one.long.data).toEqual(new BigInt64Array([1n, 2n, 3n, -1n, -1n]));
    expect(one.absent.data).toEqual(new Float32Array([1, 2]));
  });

  it('fills the rows of a batch in place, as the original did', async () => {
    const parser = exampleParser({ data: fixedLen([4], 'uint8'), label: fixedLen([], 'int64') });
    const batch = await parser.decode([record, record, record]);
    const other = encodeExample({ label: 9n, data: new Uint8Array([9, 9, 9, 9]) });
    parser.parse(other, { into: batch, row: 1 });
    expect(batch.data.data).toEqual(new Uint8Array([1, 2, 3, 4, 9, 9, 9, 9, 1, 2, 3, 4]));
    expect(batch.label.data).toEqual(new BigInt64Array([3n, 9n, 3n]));
    expect(() => parser.parse(other, { into: batch, row: 3 })).toThrow(RangeError);
    const again = await parser.decode([other, other, other], { into: batch });
    expect(again.label.data).toBe(batch.label.data);
    expect(batch.label.data).toEqual(new BigInt64Array([9n, 9n, 9n]));
    const variable = exampleParser({ ids: ragged('int64') });
    const rows = await variable.decode([record]);
    expect(() => variable.parse(record, { into: rows, row: 0 })).toThrow('fixed size');
  });

  it('decodes a feature by any Decoder of bytes', async () => {
    const parser = exampleParser({
      data: raw([2], 'uint16', { endian: 'big' }),
      again: key('data', raw([4], 'uint8')),
      same: key('data', fixedLen([2], 'uint16', { endian: 'big' })),
    });
    const batch = await parser.decode([record, record]);
    expect(batch.data).toEqual({
      dtype: 'uint16',
      shape: [2, 2],
      data: new Uint16Array([258, 772, 258, 772]),
    });
    expect(batch.same).toEqual(batch.data);
    expect(batch.again.data).toEqual(new Uint8Array([1, 2, 3, 4, 1, 2, 3, 4]));
    expect(parser.parse(record).again.shape).toEqual([4]);
    const wrong = exampleParser({ data: raw([3], 'uint8') });
    await expect(wrong.decode([record])).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
      entry: 'data',
    });
  });

  it('gives large batches on the pool the same as small ones at once', async () => {
    const parser = exampleParser({
      ids: ragged('int64'),
      weights: fixedLen([2], 'float32'),
      name: ragged('bytes'),
    });
    const records = Array.from({ length: 5000 }, (_, i) =>
      encodeExample({
        ids: { int64: Array.from({ length: i % 5 }, () => i) },
        weights: [i, -i],
        name: [`${i}`],
      }),
    );
    const large = await parser.decode(records);
    expect(large.ids.rowSplits.data.at(-1)).toBe(10_000);
    for (const i of [0, 1, 2499, 4999]) {
      const small = await parser.decode([records[i] as Uint8Array]);
      const begin = large.ids.rowSplits.data[i];
      const end = large.ids.rowSplits.data[i + 1];
      expect(large.ids.values.data.slice(begin, end)).toEqual(small.ids.values.data);
      expect(large.weights.data.subarray(i * 2, i * 2 + 2)).toEqual(small.weights.data);
      expect(large.name.values.data[i]).toEqual(small.name.values.data[0]);
    }
  });

  it('has rows of nothing', async () => {
    const parser = exampleParser({
      none: key('ids', padded('int64', { length: 0, truncate: true })),
      empty: key('nothing', fixedLen([0], 'float32', { default: [] })),
    });
    const batch = await parser.decode([record, record]);
    expect(batch.none.shape).toEqual([2, 0]);
    expect(batch.empty.shape).toEqual([2, 0]);
  });

  it('says which of the records given fails, and names a feature by its key', async () => {
    const parser = exampleParser({ label: fixedLen([], 'int64') });
    const other = encodeExample({ other: 1n });
    await expect(parser.decode([record, record, other])).rejects.toMatchObject({
      code: 'FEATURE_MISSING',
      entry: 'label',
      record: 2,
    });
    await expect(parser.decode([record, record.subarray(0, 20)])).rejects.toMatchObject({
      code: 'PROTO_MALFORMED',
      record: 1,
      offset: 1,
    });
    const large = Array.from({ length: 3000 }, (_, i) => (i === 2345 ? other : record));
    await expect(parser.decode(large)).rejects.toMatchObject({ record: 2345 });
    expect(() => exampleParser({ x: fixedLen([2 ** 30, 2 ** 30], 'uint8') })).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH', entry: 'x' }),
    );
  });

  it('names the key, what was expected and what was found', async () => {
    const error = (feature: Feature) =>
      exampleParser({ x: feature })
        .decode([record])
        .catch((reason: unknown) => reason);
    expect(await error(key('nowhere', fixedLen([], 'int64')))).toMatchObject({
      code: 'FEATURE_MISSING',
      entry: 'nowhere',
      expected: 'int64',
    });
    expect(await error(key('weights', fixedLen([], 'int64')))).toMatchObject({
      code: 'FEATURE_WRONG_KIND',
      entry: 'weights',
      expected: 'int64',
      actual: 'float32',
    });
    expect(await error(key('data', fixedLen([5], 'uint8')))).toMatchObject({
      code: 'FEATURE_WRONG_LENGTH',
      expected: 5,
      actual: 4,
    });
    expect(await error(key('ids', padded('int64', { length: 2 })))).toMatchObject({
      code: 'FEATURE_WRONG_LENGTH',
    });
    expect(await error(key('ids', padded('int64', { length: 2, truncate: true })))).toMatchObject({
      x: { shape: [1, 2] },
    });
    const big = encodeExample({ x: 256n });
    const narrow = exampleParser({ x: fixedLen([], 'int64', { as: 'uint8' }) });
    expect(() => narrow.parse(big)).toThrow(
      expect.objectContaining({ code: 'NUMBER_OUT_OF_RANGE', expected: 'uint8', actual: '256' }),
    );
    const text = exampleParser({ x: fixedLen([], 'string') });
    expect(() => text.parse(encodeExample({ x: new Uint8Array([0xff]) }))).toThrow(
      expect.objectContaining({ code: 'TEXT_INVALID_UTF8' }),
    );
    const outside = sparse({ index: 'ids', value: 'ids', size: 3, dtype: 'int64' });
    expect(await error(outside)).toMatchObject({ code: 'NUMBER_OUT_OF_RANGE', entry: 'ids' });
  });

  it('says where a message is malformed', () => {
    const parser = exampleParser({ label: fixedLen([], 'int64') });
    expect(() => parser.parse(new Uint8Array([10, 5, 1]))).toThrow(
      expect.objectContaining({ code: 'PROTO_MALFORMED', offset: 1 }),
    );
    const whole = exampleParser({
      label: fixedLen([], 'int64', { default: 0 }),
      ids: ragged('int64'),
      name: ragged('bytes'),
      weights: padded('float32'),
    });
    for (let size = 1; size < record.length; size++) {
      expect(() => whole.parse(record.slice(0, size)), `${size} bytes`).toThrow(
        expect.objectContaining({ code: 'PROTO_MALFORMED' }),
      );
    }
    for (let i = 0; i < record.length; i++) {
      const flipped = record.slice();
      flipped[i] = (flipped[i] ?? 0) ^ 0x55;
      try {
        whole.parse(flipped);
      } catch (error) {
        expect(error).toMatchObject({ name: 'DareblopyError' });
      }
    }
  });

  it('refuses what cannot be at once', () => {
    expect(() => fixedLen([-1, 2], 'int64')).toThrow(RangeError);
    expect(() => fixedLen([undefined as never], 'int64')).toThrow(RangeError);
    expect(() => fixedLen([], 'float32', { as: 'int32' })).toThrow(TypeError);
    expect(() => exampleParser({ x: fixedLen([2], 'int64', { default: [1n] }) })).toThrow(
      '2 values',
    );
    expect(() =>
      exampleParser({ x: fixedLen([], 'int64', { default: 300, as: 'uint8' }) }),
    ).toThrow('fits');
    expect(() => exampleParser({ x: {} as never })).toThrow(TypeError);
    expect(() => sequenceExampleParser({ sequence: { x: fixedLen([], 'int64') } })).toThrow(
      'padded or ragged',
    );
  });

  it('takes any names for keys', () => {
    const odd = encodeExample(
      Object.fromEntries([
        ['__proto__', 1n],
        ['', 2n],
        ['0', 3n],
      ]),
    );
    const parser = exampleParser(
      Object.fromEntries(['__proto__', '', '0'].map((name) => [name, fixedLen([], 'int64')])),
    );
    const one = parser.parse(odd);
    expect(Object.entries(one).map(([name, { data }]) => [name, data[0]])).toEqual(
      expect.arrayContaining([
        ['__proto__', 1n],
        ['', 2n],
        ['0', 3n],
      ]),
    );
  });
});

describe('sequenceExampleParser', () => {
  it('reads what encodeSequenceExample writes', () => {
    const bytes = encodeSequenceExample({
      context: { id: 7n },
      sequence: {
        frames: [
          [1, 2],
          [3, 4],
        ],
        words: [['a', 'b'], { bytes: [] }, 'c'],
      },
    });
    const parser = sequenceExampleParser({
      context: { id: fixedLen([], 'int64') },
      sequence: { frames: padded('float32', { shape: [2] }), words: ragged('string') },
    });
    const one = parser.parse(bytes);
    expect(one.context.id.data).toEqual(new BigInt64Array([7n]));
    expect(one.sequence.frames).toEqual({
      dtype: 'float32',
      shape: [2, 2],
      data: new Float32Array([1, 2, 3, 4]),
    });
    expect(one.sequence.words).toMatchObject({
      values: { data: ['a', 'b', 'c'] },
      rowSplits: { data: new Int32Array([0, 2, 2, 3]) },
    });
  });
});

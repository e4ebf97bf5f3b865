// Tensors that tf.io.serialize_tensor wrote, against what tf.io.parse_tensor made of them.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TensorDType } from '../src/index.ts';
import {
  createTFRecords,
  encodeExample,
  exampleParser,
  key,
  openTFRecords,
  readTFRecords,
  serializedTensor,
} from '../src/index.ts';
import { collect, fixtureJson, fixturePath, temporaryFolder } from './fixtures.ts';

interface Plain {
  dtype: string;
  shape: number[];
  data: unknown[];
}
interface Proto {
  name: string;
  dtype: TensorDType;
  shape: number[];
  hex: string;
  expect?: Plain;
  error?: string;
}
const { records: expected, protos } = fixtureJson<{
  records: Record<string, Plain>[];
  protos: Proto[];
}>('tensors.json');

/** An array in the form in which the JSON has TensorFlow's. */
function plain({ dtype, shape, data }: { dtype: string; shape: readonly number[]; data: never }) {
  const json = Array.from(data as ArrayLike<unknown>, (value) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    return typeof value === 'bigint' ? String(value) : value;
  });
  return { dtype, shape: [...shape], data: dtype === 'bool' ? json.map(Boolean) : json };
}

const dtypes: TensorDType[] = [
  ...(['float32', 'float64', 'float16', 'bfloat16', 'int8', 'int16', 'int32', 'int64'] as const),
  ...(['uint8', 'uint16', 'uint32', 'uint64', 'bool', 'complex64', 'complex128'] as const),
  'bytes',
];
const records = await collect(readTFRecords(fixturePath('tensors.tfrecord')));
const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const wrap = (hex: string) => encodeExample({ x: bytesOf(hex) });

describe('serializedTensor', () => {
  it.each(dtypes)('reads %s as tf.io.parse_tensor does', async (dtype) => {
    const parser = exampleParser({ x: key(dtype, serializedTensor([2, 3], dtype)) });
    const batch = (await parser.decode(records)) as { x: never };
    const rows = expected.map((record) => record[dtype] as Plain);
    expect(plain(batch.x)).toEqual({
      dtype: rows[0]?.dtype,
      shape: [3, ...(rows[0]?.shape ?? [])],
      data: rows.flatMap(({ data }) => data),
    });
    const one = parser.parse(records[1] as Uint8Array) as { x: never };
    expect(plain(one.x)).toEqual(rows[1]);
  });

  it.each(protos)('$name', ({ dtype, shape, hex, expect: wanted, error }) => {
    const parser = exampleParser({ x: serializedTensor(shape, dtype) });
    const parse = () => parser.parse(wrap(hex)) as { x: never };
    if (wanted !== undefined) {
      expect(plain(parse().x)).toEqual(wanted);
      return;
    }
    expect(parse, `TensorFlow refuses: ${error}`).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^(FEATURE_WRONG_LENGTH|SHAPE_MISMATCH|PROTO_MALFORMED)$/),
        entry: 'x',
      }),
    );
  });

  it('gives any number of rows as ragged ones', async () => {
    const parser = exampleParser({
      rows: serializedTensor([-1, 2], 'int32'),
      words: serializedTensor([-1], 'string', { rowSplits: 'int64' }),
      absent: serializedTensor([-1, 3], 'float32'),
    });
    const { rows, words, absent } = await parser.decode(records);
    expect(rows.values).toEqual({
      dtype: 'int32',
      shape: [3, 2],
      data: new Int32Array([0, 1, 0, 1, 2, 3]),
    });
    expect(rows.rowSplits.data).toEqual(new Int32Array([0, 0, 1, 3]));
    expect(rows.nestedRowSplits).toEqual([rows.rowSplits]);
    expect(words.values.data).toEqual(['w0', 'w0', 'w1']);
    expect(words.rowSplits.data).toEqual(new BigInt64Array([0n, 0n, 1n, 3n]));
    expect(absent).toMatchObject({ values: { shape: [0, 3] }, rowSplits: { data: { 3: 0 } } });
    expect(parser.parse(records[2] as Uint8Array).rows).toMatchObject({ shape: [2, 2] });
  });

  it('narrows integers, and says which does not fit', () => {
    const narrow = (dtype: 'int64' | 'uint64', as: 'int32' | 'float64') =>
      exampleParser({ x: key(dtype, serializedTensor([2, 3], dtype, { as })) });
    const { x } = narrow('int64', 'int32').parse(records[1] as Uint8Array);
    expect(x.data).toEqual(new Int32Array([1, 1, 1, 4, 5, 6]));
    expect(narrow('uint64', 'float64').parse(records[0] as Uint8Array).x.data[1]).toBe(2 ** 63);
    expect(() => narrow('int64', 'int32').parse(records[0] as Uint8Array)).toThrow(
      expect.objectContaining({
        code: 'NUMBER_OUT_OF_RANGE',
        entry: 'int64',
        expected: 'int32',
        actual: '-9223372036854775808',
      }),
    );
    // dtype uint64, a scalar, uint64_val 2^63
    const beyond = wrap('081712008a010a80808080808080808001');
    expect(() => exampleParser({ x: serializedTensor([], 'uint64') }).parse(beyond)).toThrow(
      expect.objectContaining({ code: 'NUMBER_OUT_OF_RANGE', actual: '9223372036854775808' }),
    );
  });

  it('has defaults, and misses what has none', () => {
    const { x } = exampleParser({ x: serializedTensor([2], 'int16', { default: [3, 4] }) }).parse(
      encodeExample({}),
    );
    expect(x).toEqual({ dtype: 'int16', shape: [2], data: new Int16Array([3, 4]) });
    const texts = exampleParser({ x: serializedTensor([2], 'string', { default: 'none' }) });
    expect(texts.parse(encodeExample({})).x.data).toEqual(['none', 'none']);
    for (const dtype of ['int16', 'string'] as const) {
      expect(() =>
        exampleParser({ x: serializedTensor([2], dtype) }).parse(encodeExample({})),
      ).toThrow(expect.objectContaining({ code: 'FEATURE_MISSING', entry: 'x' }));
    }
  });

  it('turns big-endian content round', () => {
    // dtype int16, shape [2], tensor_content 00 01 00 02
    const big = wrap('08051204120208022204' + '00010002');
    const parse = (endian: 'big' | 'little') =>
      exampleParser({ x: serializedTensor([2], 'int16', { endian }) }).parse(big).x.data;
    expect(parse('big')).toEqual(new Int16Array([1, 2]));
    expect(parse('little')).toEqual(new Int16Array([256, 512]));
  });

  it('checks dtype and shape, and names both', () => {
    const failure = (shape: number[], dtype: TensorDType) => {
      try {
        exampleParser({ x: key('float32', serializedTensor(shape, dtype)) }).parse(
          records[0] as Uint8Array,
        );
      } catch (error) {
        return error;
      }
      return undefined;
    };
    expect(failure([2, 3], 'float64')).toMatchObject({
      code: 'FEATURE_WRONG_KIND',
      entry: 'float32',
      expected: 'float64',
      actual: 'float32',
    });
    for (const shape of [[3, 2], [6], [2, 3, 1], []]) {
      expect(failure(shape, 'float32')).toMatchObject({
        code: 'SHAPE_MISMATCH',
        entry: 'float32',
        expected: `[${shape.join(', ')}]`,
        actual: '[2, 3]',
      });
    }
    expect(failure([-1, 4], 'float32')).toMatchObject({ expected: '[any, 4]' });
  });

  it('refuses more values than the shape has, where TensorFlow drops them', () => {
    // float32, shape [1], float_val 1 2
    const more = wrap('0801120412020801' + '2a08' + '0000803f' + '00000040');
    expect(() => exampleParser({ x: serializedTensor([1], 'float32') }).parse(more)).toThrow(
      expect.objectContaining({ code: 'FEATURE_WRONG_LENGTH', expected: 1, actual: 2 }),
    );
  });

  it('does not believe a tensor that claims a huge number of rows', () => {
    // float32, shape [2^40], one value
    const huge = wrap('08011209120708' + '808080808020' + '2a040000803f');
    expect(() => exampleParser({ x: serializedTensor([-1], 'float32') }).parse(huge)).toThrow(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED', entry: 'x' }),
    );
  });

  it('finds every truncation and takes no flipped bit for a crash', () => {
    for (const { dtype, shape, hex } of protos) {
      const parser = exampleParser({ x: serializedTensor(shape, dtype) });
      const bytes = bytesOf(hex);
      const look = (value: Uint8Array) => {
        try {
          parser.parse(encodeExample({ x: value }));
        } catch (error) {
          expect(error).toMatchObject({ name: 'DareblopyError', entry: 'x' });
        }
      };
      for (let size = 0; size < bytes.length; size++) look(bytes.slice(0, size));
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = bytes.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        look(flipped);
      }
    }
  });

  it('reads large tensors straight into the batch, wherever they lie', async () => {
    const path = join(await temporaryFolder(), 'large.tfrecord');
    const writer = await createTFRecords(path);
    const count = 30_000;
    const wanted = Array.from({ length: 24 }, (_, i) => new Float32Array(count).fill(i + 0.5));
    for (const [i, values] of wanted.entries()) {
      // dtype float32, shape [30000]; every eighth record has its content elsewhere.
      const content = Buffer.concat([
        bytesOf(`08011206120408b0ea01${i % 8 === 7 ? '1807' : ''}22c0a907`),
        new Uint8Array(values.buffer),
      ]);
      await writer.write(encodeExample({ x: new Uint8Array(content) }));
    }
    await writer.close();
    const opened = await openTFRecords(path);
    const parser = exampleParser({ x: serializedTensor([count], 'float32') });
    for (let begin = 0; begin < 24; begin += 8) {
      const samples = Array.from({ length: 8 }, (_, i) => opened.get(begin + i));
      const { x } = await parser.decode(samples);
      const rows = wanted.slice(begin, begin + 8).map((row) => Buffer.from(row.buffer));
      expect(Buffer.concat(rows).equals(Buffer.from(x.data.buffer))).toBe(true);
    }
    await opened.close();
  });

  it('refuses what cannot be at once', () => {
    expect(() => serializedTensor([2, -1], 'int8')).toThrow(RangeError);
    expect(() => serializedTensor([], 'float32', { as: 'int8' })).toThrow(TypeError);
    expect(() => serializedTensor([], 'qint8' as never)).toThrow(TypeError);
    expect(() => serializedTensor([-1], 'int8', { default: 1 })).toThrow(TypeError);
  });
});

// Every kind of feature against what tf.io itself made of the same records.
import type { ByteInput, Decoder } from '@dareblopy/core';
import { isDareblopyError, raw } from '@dareblopy/core';
import { describe, expect, it } from 'vitest';
import type { Feature, Partition } from '../src/index.ts';
import {
  exampleParser,
  fixedLen,
  key,
  padded,
  ragged,
  readTFRecords,
  sequenceExampleParser,
  sparse,
} from '../src/index.ts';
import { collect, fixtureJson, fixturePath } from './fixtures.ts';

interface Spec {
  kind: string;
  key?: string;
  dtype: never;
  shape?: number[];
  default?: unknown;
  value?: string;
  partitions?: Partition[];
  index?: string | string[];
  size?: number | number[];
  alreadySorted?: boolean;
  allowMissing?: boolean;
}
interface Case {
  name: string;
  features: Record<string, never>;
  expect?: unknown;
  error?: string;
}

/** A default as JSON carries it: bytes in hexadecimal, 64-bit integers as text. */
function defaultOf({ dtype, default: value }: Spec) {
  if (value === undefined) return {};
  if (dtype === 'bytes') return { default: new Uint8Array(Buffer.from(value as string, 'hex')) };
  return { default: (dtype === 'int64' ? BigInt(value as string) : value) as number };
}

function featureOf(spec: Spec): Feature {
  const { dtype } = spec;
  const options = JSON.parse(JSON.stringify(spec)) as object;
  const build: Record<string, () => Feature> = {
    fixedLen: () => fixedLen(spec.shape ?? [], dtype, defaultOf(spec)),
    ragged: () => ragged(dtype, options),
    padded: () =>
      padded(dtype, {
        ...options,
        ...(spec.value === undefined ? {} : { value: BigInt(spec.value) }),
      }),
    sparse: () => sparse(options as never),
    raw: () => key(spec.key ?? '', raw(spec.shape ?? [], dtype, options)),
  };
  const feature = build[spec.kind]?.() as Feature;
  return spec.key === undefined ? feature : key(spec.key, feature);
}

const featuresOf = (specs: Record<string, Spec>) =>
  Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, featureOf(spec)]));

/** Our values in the form in which the JSON has tf.io's. */
function plain(value: unknown): unknown {
  const object = value as Record<string, never>;
  if (Array.isArray(value)) return value.map(plain);
  if ('nestedRowSplits' in object) {
    expect(object.rowSplits).toBe(object.nestedRowSplits[0]);
    const splits = object.nestedRowSplits as { dtype: string; data: Int32Array }[];
    return {
      values: plain(object.values),
      nestedRowSplits: splits.map(({ data }) => Array.from(data)),
    };
  }
  if ('denseShape' in object) {
    return {
      indices: plain(object.indices),
      values: plain(object.values),
      denseShape: object.denseShape,
    };
  }
  if ('dtype' in object && 'data' in object) {
    const { dtype, shape, data } = value as { dtype: string; shape: number[]; data: never };
    const list = Array.from(data as ArrayLike<unknown>);
    const json = {
      int64: () => list.map(String),
      bytes: () => list.map((bytes) => Buffer.from(bytes as Uint8Array).toString('hex')),
    }[dtype];
    return { dtype, shape, data: json?.() ?? list };
  }
  return Object.fromEntries(Object.entries(object).map(([name, one]) => [name, plain(one)]));
}

async function check(
  decoder: Decoder<ByteInput, unknown>,
  records: Uint8Array[],
  { expect: expected, error }: Case,
): Promise<void> {
  if (error === undefined) {
    expect(plain(await decoder.decode(records))).toEqual(expected);
    return;
  }
  const failure = await decoder.decode(records).catch((reason: unknown) => reason);
  expect(isDareblopyError(failure), `tf.io refuses: ${error}`).toBe(true);
  expect((failure as { code: string }).code).toMatch(/^FEATURE_/);
}

describe('tf.io.parse_example', async () => {
  const records = await collect(readTFRecords(fixturePath('examples.tfrecord')));
  for (const one of fixtureJson<Case[]>('examples.json')) {
    it(one.name, () => check(exampleParser(featuresOf(one.features)), records, one));
  }
});

describe('tf.io.parse_sequence_example', async () => {
  const records = await collect(readTFRecords(fixturePath('sequences.tfrecord')));
  for (const one of fixtureJson<Case[]>('sequences.json')) {
    const { context = {}, sequence = {} } = one.features as Record<string, Record<string, Spec>>;
    const features = { context: featuresOf(context), sequence: featuresOf(sequence) };
    it(one.name, () => check(sequenceExampleParser(features), records, one));
  }
});

describe('encodings that protobuf reads', () => {
  interface Odd {
    name: string;
    hex: string;
    i: string[];
    f: number[];
  }
  const parser = exampleParser({ i: ragged('int64'), f: ragged('float32') });
  for (const { name, hex, i, f } of fixtureJson<Odd[]>('odd.json')) {
    it(name, async () => {
      const batch = await parser.decode([new Uint8Array(Buffer.from(hex, 'hex'))]);
      expect(Array.from(batch.i.values.data, String)).toEqual(i);
      expect(Array.from(batch.f.values.data)).toEqual(f);
    });
  }
});

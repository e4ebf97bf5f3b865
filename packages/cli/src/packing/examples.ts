import type { NDArray } from '@dareblopy/core';
import { readJpegInfoSync } from '@dareblopy/jpeg';
import type { Parser, Ragged } from '@dareblopy/tfrecord';
import { describeExample, encodeExample, exampleParser, ragged } from '@dareblopy/tfrecord';
import { isInside } from '../formats/folder-sink.ts';
import type { OutFile } from '../formats/sink.ts';
import { extensionOf, kindByContent, kindByName } from '../pictures/kind.ts';
import type { Label } from './labels.ts';
import { stemOf } from './units.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Value = { int64: BigInt64Array } | { float32: Float32Array } | { bytes: Uint8Array[] };

/**
 * Files of one stem as an Example. The picture gets the names that TensorFlow's own data sets have
 * (`image/encoded`, `image/class/label`, ...); a `.cls` beside it is its label; other files come under their
 * extension. Without a picture: `name`, and `data` or the extensions.
 */
export function filesToExample(files: readonly OutFile[], label: Label | undefined): Bytes {
  const picture = files.find(
    ({ name, bytes }) => kindByName(name) ?? kindByContent(bytes.subarray(0, 12)),
  );
  const cls = files.find(({ name }) => extensionOf(name) === 'cls');
  const rest = files.filter((file) => file !== picture && file !== cls);
  const number = label?.index ?? numberIn(cls);
  const features: Record<string, unknown> = {};
  if (picture) {
    const { name, bytes } = picture;
    const kind = kindByContent(bytes.subarray(0, 12)) ?? kindByName(name);
    features['image/encoded'] = bytes;
    features['image/format'] = kind;
    features['image/filename'] = name;
    if (kind === 'jpeg') {
      const { width, height } = readJpegInfoSync(bytes);
      features['image/height'] = BigInt(height);
      features['image/width'] = BigInt(width);
    }
    if (number !== undefined) features['image/class/label'] = BigInt(number);
    if (label?.text !== undefined) features['image/class/text'] = label.text;
  } else {
    features.name = files[0]?.name;
    if (number !== undefined) features.label = BigInt(number);
  }
  if (cls && number === undefined) features.cls = cls.bytes;
  for (const { name, bytes } of rest) {
    features[!picture && rest.length === 1 ? 'data' : extensionOf(name) || 'data'] = bytes;
  }
  return encodeExample(features as never);
}

function numberIn(file: OutFile | undefined): number | undefined {
  if (!file || file.bytes.byteLength > 20) return undefined;
  const text = new TextDecoder().decode(file.bytes).trim();
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

type Values = Map<string, Value>;

/** Takes Examples apart, each by what it holds itself: nothing of a record is lost that others lack. */
export class ExampleFiles {
  readonly #taken = new Set<string>();
  /** Parsers by the keys and kinds that they read: most records have the same. */
  readonly #parsers = new Map<string, Parser<unknown, Record<string, unknown>>>();

  /**
   * `<key>.jpg` for its picture (`<key>.<feature>.jpg` where it has several), `<key>.cls` for its label,
   * `<key>.json` for the rest; a record that is no Example is `<key>.bin`, or a picture itself. Asked in order:
   * the key is `image/filename` without extension, where that is a name that no record before has had, else
   * `number`.
   */
  files(number: string, record: Bytes): OutFile[] {
    const values = this.#values(record);
    if (!values) {
      const name = `${this.#free(number)}.${fileExtension(record, 'bin')}`;
      return [{ name, bytes: record }];
    }
    const pictures = picturesOf(values);
    const key = (pictures.length === 1 ? this.#takeName(values) : undefined) ?? this.#free(number);
    const files: OutFile[] = [];
    for (const [feature, bytes] of pictures) {
      const middle = pictures.length > 1 ? `.${feature.replace(/[^\w-]+/g, '-')}` : '';
      files.push({ name: `${key}${middle}.${fileExtension(bytes, 'bin')}`, bytes });
      values.delete(feature);
    }
    const [label] = [...values].filter(([name, value]) => labelNames.test(name) && isScalar(value));
    if (files.length > 0 && label) {
      const [name, value] = label;
      files.push({ name: `${key}.cls`, bytes: encoder.encode(String((value as Int64).int64[0])) });
      values.delete(name);
    }
    if (values.size > 0 || files.length === 0) {
      const json = Object.fromEntries([...values].map(([name, value]) => [name, toJson(value)]));
      files.push({ name: `${key}.json`, bytes: encoder.encode(JSON.stringify(json)) });
    }
    return files;
  }

  /** `number`, or what nobody is called yet: a record may have that for its name. */
  #free(number: string): string {
    let key = number;
    for (let n = 2; this.#taken.has(key); n++) key = `${number}-${n}`;
    this.#taken.add(key);
    return key;
  }

  /** The key that the record's own name gives. What the picture and the name say anyway is taken away. */
  #takeName(values: Values): string | undefined {
    const name = textOf(values.get('image/filename'));
    if (name === undefined || !isInside(name)) return undefined;
    const key = stemOf(name);
    if (this.#taken.has(key)) return undefined;
    this.#taken.add(key);
    for (const derived of ['image/filename', 'image/format', 'image/height', 'image/width'])
      values.delete(derived);
    if (textOf(values.get('image/class/text')) === key.split('/').at(-2))
      values.delete('image/class/text');
    return key;
  }

  /** The record with its JPEGs changed; the rest as it was. */
  async change(record: Bytes, change: (picture: Bytes) => Promise<Bytes>): Promise<Bytes> {
    const values = this.#values(record);
    if (!values) return kindByContent(record.subarray(0, 12)) === 'jpeg' ? change(record) : record;
    const pictures = picturesOf(values).filter(
      ([, bytes]) => kindByContent(bytes.subarray(0, 12)) === 'jpeg',
    );
    if (pictures.length === 0) return record;
    for (const [key, bytes] of pictures) values.set(key, { bytes: [await change(bytes)] });
    return encodeExample(Object.fromEntries(values) as never);
  }

  /** The features that have values; undefined of what is no Example. */
  #values(record: Bytes): Values | undefined {
    let described: ReturnType<typeof describeExample>;
    try {
      described = describeExample(record);
    } catch {
      return undefined;
    }
    if (described.length === 0 || described.some(({ list }) => list)) return undefined;
    const kinds = new Map(described.map(({ key, kind }) => [key, kind]));
    const filled = [...kinds].filter(([, kind]) => /^(bytes|int64|float32)$/.test(kind));
    const signature = JSON.stringify(filled);
    let parser = this.#parsers.get(signature);
    if (!parser) {
      const features = filled.map(([key, kind]) => [key, ragged(kind as 'int64')]);
      parser = exampleParser(Object.fromEntries(features)) as never;
      this.#parsers.set(signature, parser as never);
    }
    const row = (parser as NonNullable<typeof parser>).parse(record);
    return new Map(
      filled.flatMap(([key, kind]) => {
        const array = row[key] as NDArray | Ragged;
        const data = 'values' in array ? array.values.data : array.data;
        return data.length === 0 ? [] : [[key, { [kind]: data } as unknown as Value]];
      }),
    );
  }
}

type Int64 = Extract<Value, { int64: unknown }>;

function textOf(value: Value | undefined): string | undefined {
  if (!value || !('bytes' in value) || value.bytes.length !== 1) return undefined;
  return new TextDecoder().decode(value.bytes[0]);
}

const labelNames = /(^|\/)(class\/label|label|cls)$/;

function isScalar(value: Value): value is Int64 {
  return 'int64' in value && value.int64.length === 1;
}

/** Features whose one value is a picture. */
function picturesOf(values: Values): [string, Bytes][] {
  return [...values].flatMap(([key, value]) => {
    if (!('bytes' in value) || value.bytes.length !== 1) return [];
    const bytes = value.bytes[0] as Bytes;
    return kindByContent(bytes.subarray(0, 12)) ? [[key, bytes] as [string, Bytes]] : [];
  });
}

function fileExtension(bytes: Bytes, otherwise: string): string {
  const kind = kindByContent(bytes.subarray(0, 12));
  return kind === 'jpeg' ? 'jpg' : (kind ?? otherwise);
}

const encoder = new TextEncoder();

function toJson(value: Value): unknown {
  const list =
    'bytes' in value
      ? value.bytes.map(bytesToJson)
      : 'int64' in value
        ? [...value.int64].map((n) => (Number.isSafeInteger(Number(n)) ? Number(n) : String(n)))
        : [...value.float32];
  return list.length === 1 ? list[0] : list;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function bytesToJson(bytes: Uint8Array): unknown {
  try {
    return utf8.decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

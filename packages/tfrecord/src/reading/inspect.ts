import type { ByteInput } from '@dareblopy/core';
import { NativeByteSource, resolveItems } from '@dareblopy/core/extend';
import { resolveInputs } from '@dareblopy/core/internal';
import { native } from '@dareblopy/native';
import { describeExample } from '../parsing/parser.ts';
import type { RecordInput } from './inputs.ts';
import type { Compression, ReadTFRecordsOptions } from './read.ts';
import { readTFRecords } from './read.ts';

/** A feature as it was seen in the sampled records. */
export interface FeatureSummary {
  readonly key: string;
  /** Kinds seen: 'bytes', 'float32', 'int64', or 'no values'. */
  readonly kinds: readonly string[];
  /** Values a record; of a feature list: steps. */
  readonly minLength: number;
  readonly maxLength: number;
  /** How many of the sampled records have it. */
  readonly present: number;
  /** Of a SequenceExample's feature lists. */
  readonly list: boolean;
}

export interface TFRecordsInfo {
  /** Bytes of the files as they are. */
  readonly size: number;
  /** Bytes of the records' data alone. */
  readonly dataSize: number;
  readonly records: number;
  readonly compression: readonly Compression[];
  /** Records whose features were looked at. */
  readonly sampled: number;
  /** Undefined where the records are no Examples. */
  readonly features?: readonly FeatureSummary[];
}

export interface InspectOptions extends Omit<ReadTFRecordsOptions, 'shuffle' | 'skip'> {
  /** How many records, from the start, to look into. Default 100. */
  readonly sample?: number;
}

interface Seen {
  key: string;
  kinds: Set<string>;
  minLength: number;
  maxLength: number;
  present: number;
  list: boolean;
}

/** Adds what a record holds; false where it is no Example. */
function look(record: Uint8Array, seen: Map<string, Seen>): boolean {
  let features: ReturnType<typeof describeExample>;
  try {
    features = describeExample(record);
  } catch {
    return false;
  }
  for (const { key, kind, count, list } of features) {
    const id = `${list}:${key}`;
    let entry = seen.get(id);
    if (entry === undefined) {
      entry = { key, kinds: new Set(), minLength: count, maxLength: count, present: 0, list };
      seen.set(id, entry);
    }
    entry.kinds.add(kind);
    entry.minLength = Math.min(entry.minLength, count);
    entry.maxLength = Math.max(entry.maxLength, count);
    entry.present++;
  }
  return true;
}

async function compressionOf(
  input: ByteInput,
): Promise<{ size: number; compression: Compression }> {
  const { sets, refs } = await resolveItems([input]);
  const [, index = 0, begin = 0, end = -1] = refs ?? []; // without refs: the first item, whole
  const [set] = sets;
  if (set === undefined) throw new TypeError('Expected bytes');
  const source = new NativeByteSource(set, index, begin, end);
  const size = source.size;
  const head = await source.slice(0, 12).bytes();
  return { size, compression: native.detectCompression(head) };
}

/** Reads all records of TFRecord files, checked, and says what they are. */
export async function inspectTFRecords(
  inputs: RecordInput,
  options: InspectOptions = {},
): Promise<TFRecordsInfo> {
  const { sample = 100, ...reading } = options;
  const resolved = await resolveInputs(inputs);
  const files = await Promise.all(resolved.map(compressionOf));
  const seen = new Map<string, Seen>();
  let records = 0;
  let dataSize = 0;
  let sampled = 0;
  let examples = true;
  for await (const block of readTFRecords(resolved, reading).blocks()) {
    records += block.length;
    dataSize += block.byteLength;
    if (sampled >= sample || !examples) continue;
    const [first] = block.split(Math.min(sample - sampled, block.length));
    for (const record of first.records()) {
      examples &&= look(record, seen);
      sampled++;
    }
  }
  const features = [...seen.values()].map((entry) => ({
    ...entry,
    kinds: [...entry.kinds].sort(),
  }));
  return {
    size: files.reduce((total, file) => total + file.size, 0),
    dataSize,
    records,
    compression: [...new Set(files.map((file) => file.compression))],
    sampled,
    ...(examples && sampled > 0 ? { features } : {}),
  };
}

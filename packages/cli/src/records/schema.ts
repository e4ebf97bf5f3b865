import type { ByteSource, RandomAccess } from '@dareblopy/core';
import { readMany } from '@dareblopy/core';
import type { Ragged } from '@dareblopy/tfrecord';
import { describeExample, exampleParser, ragged } from '@dareblopy/tfrecord';
import type { Dataset } from '../formats/dataset.ts';
import type { PictureKind } from '../pictures/kind.ts';
import { kindByContent } from '../pictures/kind.ts';

export type FeatureKind = 'bytes' | 'int64' | 'float32';

/** A feature as the sampled records have it. */
export interface FeatureSeen {
  readonly key: string;
  /** The commonest first where records differ; none where it never has values. */
  readonly kinds: readonly FeatureKind[];
  /** Values a record; of a list of a SequenceExample: steps. */
  readonly minLength: number;
  readonly maxLength: number;
  /** How many of the sampled records have it. */
  readonly present: number;
  /** A feature list of a SequenceExample. */
  readonly list: boolean;
  /** What the bytes are, where all that were seen are the same. */
  readonly content?: PictureKind | 'text' | 'binary';
  /** Of each value, where all have the same. */
  readonly valueBytes?: number;
}

/** What records hold. */
export interface Schema {
  /** 'picture': each record is a picture itself. */
  readonly kind: 'example' | 'sequence' | 'picture' | 'opaque' | 'empty';
  /** Records that were looked at. */
  readonly sampled: number;
  readonly features: readonly FeatureSeen[];
}

interface Seen {
  key: string;
  /** How many records have it as each kind. */
  kinds: Map<FeatureKind, number>;
  minLength: number;
  maxLength: number;
  present: number;
  list: boolean;
}

/** Up to `most` readable items: spread over the set where it has numbers, else the first ones. */
export async function sampleOf(
  dataset: Dataset,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  const { items } = dataset;
  if (items) return readWhatCan(spread(items, most));
  const records: Uint8Array[] = [];
  try {
    for await (const { sources, release } of dataset.chunks({ count: most, signal })) {
      records.push(...(await readMany(sources.slice(0, most - records.length))));
      release?.();
      if (records.length >= most) break;
    }
  } catch (error) {
    if (signal.aborted) throw error; // what can be read is enough to go by
  }
  return records;
}

/** `most` items at equal distances. */
export function spread<T>(items: RandomAccess<T>, most: number): T[] {
  const count = Math.min(most, items.length);
  return Array.from({ length: count }, (_, i) => {
    return items.get(Math.floor((i * items.length) / count)) as T;
  });
}

async function readWhatCan(sources: readonly ByteSource[]): Promise<Uint8Array[]> {
  try {
    return await readMany(sources);
  } catch {
    const each = await Promise.allSettled(sources.map((source) => source.bytes()));
    return each.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }
}

/** What `records` are. */
export async function schemaOf(records: readonly Uint8Array[]): Promise<Schema> {
  if (records.length === 0) return { kind: 'empty', sampled: 0, features: [] };
  const sampled = records.length;
  if (records.every((record) => kindByContent(record.subarray(0, 12)))) {
    return { kind: 'picture', sampled, features: [] };
  }
  const seen = new Map<string, Seen>();
  const examples = records.filter((record) => look(record, seen));
  // A damaged record among good ones is not to hide what the others are.
  if (examples.length * 2 <= sampled || seen.size === 0) {
    return { kind: 'opaque', sampled, features: [] };
  }
  const contents = await contentsOf(examples, seen);
  const features = [...seen.values()].map((feature) => ({
    ...feature,
    kinds: [...feature.kinds].sort(([, a], [, b]) => b - a).map(([kind]) => kind),
    ...contents.get(feature.key),
  }));
  features.sort((a, b) => Number(a.list) - Number(b.list));
  const sequence = features.some((feature) => feature.list);
  return { kind: sequence ? 'sequence' : 'example', sampled: examples.length, features };
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
    if (!entry) {
      entry = { key, kinds: new Map(), minLength: count, maxLength: count, present: 0, list };
      seen.set(id, entry);
    }
    if (kind === 'bytes' || kind === 'int64' || kind === 'float32')
      entry.kinds.set(kind, (entry.kinds.get(kind) ?? 0) + 1);
    entry.minLength = Math.min(entry.minLength, count);
    entry.maxLength = Math.max(entry.maxLength, count);
    entry.present++;
  }
  return true;
}

/** What the values of bytes features are. */
async function contentsOf(examples: readonly Uint8Array[], seen: ReadonlyMap<string, Seen>) {
  const keys = [...seen.values()]
    .filter(({ kinds, list }) => !list && kinds.size === 1 && kinds.has('bytes'))
    .map(({ key }) => key);
  const contents = new Map<string, Pick<FeatureSeen, 'content' | 'valueBytes'>>();
  if (keys.length === 0) return contents;
  const parser = exampleParser(Object.fromEntries(keys.map((key) => [key, ragged('bytes')])));
  const batch = await parser.decode(examples);
  for (const key of keys) {
    const values = (batch[key] as Ragged<'bytes'>).values.data;
    const kinds = new Set(values.map(contentOf));
    const sizes = new Set(values.map((value) => value.byteLength));
    const [content] = kinds;
    contents.set(key, {
      ...(kinds.size === 1 && content ? { content } : kinds.size > 1 ? { content: 'binary' } : {}),
      ...(sizes.size === 1 ? { valueBytes: [...sizes][0] as number } : {}),
    });
  }
  return contents;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function contentOf(value: Uint8Array): PictureKind | 'text' | 'binary' {
  const picture = kindByContent(value.subarray(0, 12));
  if (picture) return picture;
  if (value.byteLength > 1 << 20) return 'binary';
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: text has none of them
    return /[\u0000-\u0008\u000e-\u001f]/.test(utf8.decode(value)) ? 'binary' : 'text';
  } catch {
    return 'binary';
  }
}

import type { ByteInput, ByteSource, Decoder, NDArray, RandomAccess } from '@dareblopy/core';
import { concat, select } from '@dareblopy/core';
import { exampleParser, fixedLen, key } from '@dareblopy/tfrecord';
import type { Dataset } from '../formats/dataset.ts';
import type { Excludes } from '../packing/exclude.ts';
import type { FeatureSeen, Schema } from '../records/schema.ts';
import { sampleOf, schemaOf } from '../records/schema.ts';
import { UsageError } from '../terminal/exit.ts';
import { isDecoded, kindByName } from './kind.ts';

/** What a decoder of a PictureSet makes of samples. */
export interface PictureBatch {
  readonly images: NDArray | readonly NDArray[];
  /** Of records that have one. */
  readonly labels?: readonly string[];
}

/** The pictures of sets, wherever they lie: what preview, bench and view load. */
export interface PictureSet {
  readonly path: string;
  /** Items with a picture, by number; absent where they can only be read in order. */
  readonly items?: RandomAccess<ByteSource>;
  /** All of them, in order. */
  inOrder(signal: AbortSignal): AsyncIterable<ByteSource>;
  readonly length: number | undefined;
  nameOf(index: number): string;
  /** The folder that it lies in, where pictures lie in folders. */
  classOf(index: number): string | undefined;
  /** A Decoder of items, of one of pictures. */
  decoder(picture: Decoder<ByteInput, unknown>): Decoder<ByteInput, unknown>;
  /** What such a Decoder's batch holds. */
  read(batch: unknown): PictureBatch;
  /** Of records, the feature that is the picture. */
  readonly feature?: string;
  /** The picture as it is stored: a JPEG, if it is whole. Where items have numbers. */
  stored(index: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Labels of items: classes by folder, or what records say. */
  labelsOf(
    indices: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly (string | undefined)[]>;
}

/** @throws UsageError where the sets have no pictures, or are of different kinds. */
export async function pictureSet(
  sets: readonly Dataset[],
  excludes: Excludes,
  signal: AbortSignal,
): Promise<PictureSet> {
  const found: PictureSet[] = [];
  for (const set of sets) {
    const one =
      set.kind === 'tfrecord' ? await recordPictures(set, signal) : namedPictures(set, excludes);
    if (one) found.push(one);
  }
  const [first, ...others] = found;
  if (!first) throw new UsageError('There are no JPEGs');
  if (others.length === 0) return first;
  if (others.some(({ feature, items }) => feature !== first.feature || !items) || !first.items)
    throw new UsageError('Expected sets of one kind, with random access, beside each other');
  return joined(found);
}

function namedPictures(set: Dataset, excludes: Excludes): PictureSet | undefined {
  const { items } = set;
  if (!items) return undefined;
  const indices: number[] = [];
  for (let index = 0; index < items.length; index++) {
    const name = set.nameOf(index);
    if (isDecoded(kindByName(name)) && !excludes.has(set.path, name)) indices.push(index);
  }
  if (indices.length === 0) return undefined;
  const chosen = indices.length === items.length ? items : select(items, indices);
  const nameOf = (index: number) => set.nameOf(indices[index] as number);
  return {
    path: set.path,
    items: chosen,
    inOrder: () => inOrderOf(chosen),
    length: indices.length,
    nameOf,
    classOf: (index) => nameOf(index).split('/').at(-2),
    decoder: (picture) => picture,
    read: (batch) => ({ images: batch as NDArray }),
    stored: (index, signal) => (chosen.get(index) as ByteSource).bytes({ signal }),
    labelsOf: async (list) => list.map((index) => nameOf(index).split('/').at(-2)),
  };
}

async function* inOrderOf(items: RandomAccess<ByteSource>): AsyncGenerator<ByteSource> {
  for (let index = 0; index < items.length; index++) yield items.get(index);
}

async function* sourcesOf(set: Dataset, signal: AbortSignal): AsyncGenerator<ByteSource> {
  for await (const { sources } of set.chunks({ count: 1024, signal })) yield* sources;
}

async function recordPictures(set: Dataset, signal: AbortSignal): Promise<PictureSet | undefined> {
  const schema = await schemaOf(await sampleOf(set, 100, signal));
  const { items } = set;
  const base = {
    path: set.path,
    ...(items ? { items } : {}),
    inOrder: (stop: AbortSignal) => sourcesOf(set, stop),
    length: items?.length,
    nameOf: (index: number) => set.nameOf(index),
    classOf: () => undefined,
    stored: (index: number, stop: AbortSignal) => itemOf(items, index).bytes({ signal: stop }),
    labelsOf: async (list: readonly number[]): Promise<readonly (string | undefined)[]> =>
      list.map(() => undefined),
  };
  if (schema.kind === 'picture')
    return {
      ...base,
      decoder: (picture) => picture,
      read: (batch) => ({ images: batch as NDArray }),
    };
  const picture = pictureFeature(schema);
  if (!picture) return undefined;
  const label = labelFeature(schema);
  const encoded = exampleParser({ picture: key(picture.key, fixedLen([], 'bytes')) });
  const labels = label && exampleParser({ label: key(label.key, labelType(label)) });
  return {
    ...base,
    feature: picture.key,
    stored: async (index, stop) => {
      const record = await itemOf(items, index).bytes({ signal: stop });
      return encoded.parse(record).picture.data[0] as Uint8Array;
    },
    labelsOf: async (list, stop) => {
      if (!labels) return list.map(() => undefined);
      const records = list.map((index) => itemOf(items, index));
      const batch = await labels.decode(records, { signal: stop });
      return Array.from(batch.label.data as ArrayLike<unknown>, String);
    },
    decoder: (decoder) =>
      exampleParser({
        image: key(picture.key, decoder as Decoder<ByteInput, NDArray>),
        ...(label ? { label: key(label.key, labelType(label)) } : {}),
      }) as Decoder<ByteInput, unknown>,
    read: (batch) => {
      const { image, label: labels } = batch as { image: NDArray; label?: NDArray };
      return { images: image, ...(labels ? { labels: Array.from(labels.data, String) } : {}) };
    },
  };
}

function itemOf(items: RandomAccess<ByteSource> | undefined, index: number): ByteSource {
  if (!items) throw new UsageError('Compressed records can only be read in order');
  return items.get(index) as ByteSource;
}

function labelType({ kinds }: FeatureSeen) {
  return fixedLen([], kinds[0] === 'bytes' ? 'string' : 'int64');
}

function pictureFeature({ features, sampled, kind }: Schema): FeatureSeen | undefined {
  if (kind !== 'example') return undefined;
  return features.find(
    ({ content, present, minLength, maxLength }) =>
      isDecoded(content as never) && present === sampled && minLength === 1 && maxLength === 1,
  );
}

/** A class's name before its number. */
function labelFeature({ features, sampled }: Schema): FeatureSeen | undefined {
  const one = features.filter(
    ({ present, minLength, maxLength, kinds, content }) =>
      present === sampled &&
      minLength === 1 &&
      maxLength === 1 &&
      kinds.length === 1 &&
      (kinds[0] === 'int64' || content === 'text'),
  );
  return (
    one.find(({ key: name }) => /class\/text$/.test(name)) ??
    one.find(({ key: name }) => /(^|\/)(class\/label|label|cls|class)$/.test(name))
  );
}

function joined(sets: readonly PictureSet[]): PictureSet {
  const [first] = sets as [PictureSet];
  const place = (index: number): [PictureSet, number] => {
    let left = index;
    for (const set of sets) {
      if (left < (set.length ?? 0)) return [set, left];
      left -= set.length ?? 0;
    }
    throw new RangeError(`Expected an index below the number of pictures but received ${index}`);
  };
  const items = concat(...sets.map((set) => set.items as RandomAccess<ByteSource>));
  return {
    ...first,
    path: sets.map(({ path }) => path).join(' '),
    items,
    inOrder: () => inOrderOf(items),
    length: items.length,
    nameOf: (index) => {
      const [set, at] = place(index);
      return set.nameOf(at);
    },
    classOf: (index) => {
      const [set, at] = place(index);
      return set.classOf(at);
    },
    stored: (index, signal) => {
      const [set, at] = place(index);
      return set.stored(at, signal);
    },
    labelsOf: async (indices, signal) => {
      const each = indices.map((index) => {
        const [set, at] = place(index);
        return set.labelsOf([at], signal);
      });
      return (await Promise.all(each)).flat();
    },
  };
}

import type { ByteInput, ByteSource, Decoder, NDArray, RandomAccess } from '@dareblopy/core';
import { row } from '@dareblopy/core';
import type { JpegOptions } from '@dareblopy/jpeg';
import { encodeJpeg, makeGrid, readJpegInfo } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { RowKeys } from '@dareblopy/loader/extend';
import type { PictureSet } from '../../pictures/picture-set.ts';
import type { Transform } from '../../pictures/transform.ts';
import { transformOf } from '../../pictures/transform.ts';
import { readTransform } from './query.ts';

export interface ListOptions {
  /** Part of the name or class, in any case. */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

export interface ListedItem {
  readonly index: number;
  readonly name: string;
  readonly label?: string | undefined;
}

/** Decoders that are kept: turning an option back and forth makes none anew. */
const KEPT = 32;

/** What the page asks for. */
export class ViewedSet {
  readonly length: number;
  readonly #set: PictureSet;
  readonly #items: RandomAccess<ByteSource>;
  readonly #transform: Transform;
  readonly #signal: AbortSignal;
  readonly #transforms = new Map<string, Transform>();
  #names: string[] | undefined;

  constructor(set: PictureSet, transform: Transform, signal: AbortSignal) {
    this.#set = set;
    this.#items = set.items as RandomAccess<ByteSource>;
    this.length = this.#items.length;
    this.#transform = transform;
    this.#signal = signal;
  }

  describe() {
    const { options } = this.#transform;
    return {
      path: this.#set.path,
      count: this.length,
      /** Absent for a Decoder of the user's: it has no options to turn. */
      ...(options ? { transform: options } : {}),
    };
  }

  async list(
    { search, offset, limit }: ListOptions,
    signal: AbortSignal,
  ): Promise<{ total: number; items: ListedItem[] }> {
    const found = this.#find(search);
    const total = found?.length ?? this.length;
    const count = Math.max(0, Math.min(limit, total - offset));
    const indices = Array.from({ length: count }, (_, i) => found?.[offset + i] ?? offset + i);
    // A record that does not parse is shown without its label; its picture says what is wrong.
    const labels = await this.#set.labelsOf(indices, signal).catch(() => []);
    const items = indices.map((index, i) => ({
      index,
      name: this.#set.nameOf(index),
      label: labels[i],
    }));
    return { total, items };
  }

  stored(index: number, signal: AbortSignal): Promise<Uint8Array> {
    return this.#set.stored(index, signal);
  }

  async info(index: number, signal: AbortSignal) {
    const bytes = await this.stored(index, signal);
    const [label] = await this.#set.labelsOf([index], signal).catch(() => []);
    const { width, height, process, colorSpace, subsampling, orientation } =
      await readJpegInfo(bytes);
    const picture = { width, height, process, colorSpace, subsampling, orientation };
    return { index, name: this.#set.nameOf(index), label, bytes: bytes.byteLength, ...picture };
  }

  /** A row as the loader delivers it for `seed` and `epoch` of the query, as a JPEG. */
  async row(index: number, query: URLSearchParams, signal: AbortSignal): Promise<Uint8Array> {
    const { decoder, grid } = this.#transformOf(query);
    const keys = new RowKeys(numberOf(query, 'seed'), numberOf(query, 'epoch')).of([index]);
    const item = this.#items.get(index) as ByteInput;
    const batch = await this.#set.decoder(decoder).decode([item], { keys, signal });
    const { images } = this.#set.read(batch);
    const image = Array.isArray(images) ? (images[0] as NDArray) : row(images as NDArray, 0);
    const picture = await makeGrid([image as NDArray<'uint8'>], {
      ...grid,
      padding: 0,
      columns: 1,
    });
    return encodeJpeg(picture, { quality: 92, subsampling: '4:4:4' });
  }

  /** A loader as training has it. */
  loader(query: URLSearchParams, batchSize: number, signal: AbortSignal) {
    const decode = this.#set.decoder(this.#transformOf(query).decoder) as Decoder<
      ByteSource,
      unknown
    >;
    return new DataLoader(this.#items, {
      decode,
      batchSize: Math.min(Math.max(batchSize, 1), 1024),
      shuffle: { seed: numberOf(query, 'seed') },
      signal: AbortSignal.any([signal, this.#signal]),
      onBadSample: { action: 'skip' },
    });
  }

  #transformOf(query: URLSearchParams): Transform {
    const { options } = this.#transform;
    if (!options) return this.#transform;
    const turned: JpegOptions = readTransform(options, query);
    const key = JSON.stringify(turned, (_, value) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    const known = this.#transforms.get(key);
    if (known) return known;
    const made = transformOf(turned);
    if (this.#transforms.size >= KEPT)
      this.#transforms.delete(this.#transforms.keys().next().value as string);
    this.#transforms.set(key, made);
    return made;
  }

  /** Numbers of the items whose name has `search` in it; undefined for all. */
  #find(search: string): number[] | undefined {
    const wanted = search.trim().toLowerCase();
    if (wanted === '') return undefined;
    this.#names ??= Array.from({ length: this.length }, (_, i) =>
      this.#set.nameOf(i).toLowerCase(),
    );
    return this.#names.flatMap((name, index) => (name.includes(wanted) ? [index] : []));
  }
}

function numberOf(query: URLSearchParams, name: string): number {
  return Number(query.get(name) ?? 0);
}

import { createHash } from 'node:crypto';
import type { RandomAccess } from '@dareblopy/core';
import { DareblopyError } from '@dareblopy/core';
import { checkIndex } from '@dareblopy/core/extend';
import type { Store } from '../object/range-reader.ts';
import type { RemoteSource } from '../remote-source.ts';
import { sourceOf } from '../remote-source.ts';
import { closeStore, createStore } from '../store.ts';
import type { S3Options } from './account.ts';
import { S3Account } from './account.ts';
import type { ListedObject } from './list-objects.ts';
import { listObjects } from './list-objects.ts';
import { parseS3Url } from './location.ts';
import { S3Target } from './s3-target.ts';

export interface ListS3Options extends S3Options {
  /** Which ones, by what their names are in the collection. Default: all but names that end in `/`. */
  readonly filter?: (name: string) => boolean;
  /** Most objects of a listing, LIMIT_EXCEEDED above. Default 10,000,000. */
  readonly maxObjects?: number;
}

/** The objects under a prefix. Sizes and versions are those of the listing; getting one asks for nothing. */
export class S3Listing
  implements RandomAccess<RemoteSource>, Iterable<RemoteSource>, AsyncDisposable
{
  readonly length: number;
  readonly #store: Store;
  readonly #account: S3Account;
  readonly #bucket: string;
  /** How much of the keys is left out of the names. */
  readonly #nameAt: number;
  readonly #objects: readonly ListedObject[];
  #fingerprint?: string;
  #indexOf?: ReadonlyMap<string, number>;

  /** @internal Use {@link listS3}. */
  constructor(
    store: Store,
    account: S3Account,
    bucket: string,
    nameAt: number,
    objects: readonly ListedObject[],
  ) {
    this.#store = store;
    this.#account = account;
    this.#bucket = bucket;
    this.#nameAt = nameAt;
    this.#objects = objects;
    this.length = objects.length;
  }

  /** Of the keys, sizes and ETags. */
  get fingerprint(): string {
    if (this.#fingerprint === undefined) {
      const hash = createHash('sha256');
      for (const { key, size, etag } of this.#objects) hash.update(`${key}\0${size}\0${etag}\n`);
      this.#fingerprint = `s3:${hash.digest('hex').slice(0, 32)}:${this.length}`;
    }
    return this.#fingerprint;
  }

  /** The names of all objects, relative to the last `/` of the prefix. */
  names(): string[] {
    return this.#objects.map(({ key }) => key.slice(this.#nameAt));
  }

  get(index: number): RemoteSource {
    checkIndex(index, this.length);
    const { key, size, etag } = this.#objects[index] as ListedObject;
    const target = new S3Target(this.#account, { bucket: this.#bucket, key });
    return sourceOf(this.#store, target, key.slice(this.#nameAt), { identity: { size, etag } });
  }

  /** The object of that name; undefined where there is none. */
  find(name: string): RemoteSource | undefined {
    this.#indexOf ??= new Map(this.names().map((listed, index) => [listed, index]));
    const index = this.#indexOf.get(name);
    return index === undefined ? undefined : this.get(index);
  }

  /** Those whose names begin with `prefix`. With {@link find}, what a FileSystem mounts. */
  *entries(prefix = ''): IterableIterator<RemoteSource> {
    for (const [index, { key }] of this.#objects.entries())
      if (key.startsWith(prefix, this.#nameAt)) yield this.get(index);
  }

  map<T>(fn: (object: RemoteSource, index: number) => T): T[] {
    return Array.from(this, fn);
  }

  *[Symbol.iterator](): IterableIterator<RemoteSource> {
    for (let index = 0; index < this.length; index++) yield this.get(index);
  }

  /** Ends the connections that the objects share: reading them afterwards makes new ones. */
  close(): Promise<void> {
    return closeStore(this.#store);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Lists the objects whose keys begin with `s3://bucket/prefix`, sorted by their UTF-8 bytes, as a
 * `RandomAccess<ByteSource>`: of TFRecord files, of archives, or of images.
 *
 * @throws DareblopyError as {@link openS3}; LIMIT_EXCEEDED.
 */
export async function listS3(url: string | URL, options: ListS3Options = {}): Promise<S3Listing> {
  const location = parseS3Url(url);
  const {
    filter = (name) => !name.endsWith('/') && name !== '',
    maxObjects = 10_000_000,
    signal,
  } = options;
  const account = new S3Account(options, location.bucket);
  const nameAt = location.key.lastIndexOf('/') + 1;
  const store = await createStore(options);
  const objects: ListedObject[] = [];
  try {
    for await (const object of listObjects(store, account, location, signal)) {
      if (filter(object.key.slice(nameAt))) objects.push(object);
      if (objects.length > maxObjects) throw tooMany(`${url}`, maxObjects);
    }
  } catch (error) {
    await closeStore(store);
    throw error;
  }
  return new S3Listing(store, account, location.bucket, nameAt, objects);
}

function tooMany(url: string, maxObjects: number): DareblopyError {
  return new DareblopyError('LIMIT_EXCEEDED', `${url}: more than ${maxObjects} objects`, {
    path: url,
    expected: maxObjects,
  });
}

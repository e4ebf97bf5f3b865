import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ErrorCode } from '@dareblopy/core';
import { DareblopyError } from '@dareblopy/core';
import type { Identity } from '../object/identity.ts';
import type { CacheOptions } from '../options.ts';
import { atLeast } from '../options.ts';
import { BlockFiles } from './block-files.ts';
import { BlockStore } from './block-store.ts';
import { CachedObject } from './cached-object.ts';
import { Eviction } from './eviction.ts';
import type { SharedWork } from './shared-work.ts';

/** Blocks that are fetched for several callers of this thread, by path. */
export type Fetching = Map<string, SharedWork<Uint8Array<ArrayBuffer>>>;

const mostUnwritten = 64 * 2 ** 20;

/** Caches of this thread: two that are opened on one folder fetch a block once. */
const fetchingOf = new Map<string, Fetching>();

/** Blocks of objects in a folder, which any number of processes share. */
export class BlockCache {
  readonly blockBytes: number;
  readonly store: BlockStore;
  readonly eviction: Eviction;
  readonly fetching: Fetching;
  readonly #blocks: string;
  readonly #writes = new Set<Promise<void>>();
  #unwritten = 0;
  readonly #objects = new Map<string, CachedObject>();

  private constructor(
    folders: { blocks: string; temporary: string },
    options: CacheOptions,
    blockBytes: number,
  ) {
    this.#blocks = folders.blocks;
    this.blockBytes = blockBytes;
    this.store = new BlockStore(folders.temporary);
    this.eviction = new Eviction(folders, options.maxBytes);
    const fetching: Fetching = fetchingOf.get(folders.blocks) ?? new Map();
    fetchingOf.set(folders.blocks, fetching);
    this.fetching = fetching;
  }

  /** @throws DareblopyError IO_*; RangeError for bounds that make no sense. */
  static async open(options: CacheOptions): Promise<BlockCache> {
    const blockBytes = atLeast('cache.blockBytes', options.blockBytes ?? 2 ** 20, 1);
    atLeast('cache.maxBytes', options.maxBytes, blockBytes);
    if (!Number.isInteger(blockBytes) || blockBytes > 2 ** 30)
      throw new RangeError(
        `Expected cache.blockBytes to be an integer up to 2^30 but received ${blockBytes}`,
      );
    const root = join(resolve(options.directory), 'v1');
    const folders = { blocks: join(root, 'blocks'), temporary: join(root, 'temporary') };
    try {
      for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
    } catch (error) {
      throw directoryError(error as NodeJS.ErrnoException, options.directory);
    }
    return new BlockCache(folders, options, blockBytes);
  }

  /** Undefined where nothing tells one version of the object from another: it cannot be cached. */
  open(name: string, identity: Identity): CachedObject | undefined {
    const version = identity.etag ?? identity.lastModified;
    if (version === undefined) return undefined;
    const text = [name, version, identity.size, this.blockBytes].join('\n');
    const key = createHash('sha256').update(text).digest('hex').slice(0, 40);
    let object = this.#objects.get(key);
    if (object === undefined) {
      const files = new BlockFiles(
        this.store,
        join(this.#blocks, key),
        key,
        identity.size,
        this.blockBytes,
      );
      object = new CachedObject(this, files);
      this.#objects.set(key, object);
    }
    return object;
  }

  /** Waits until less than 64 MiB have still to be written. */
  async paceWrites(): Promise<void> {
    while (this.#unwritten > mostUnwritten) await Promise.race(this.#writes);
  }

  /** Writes a block behind the back of those who wait for its bytes, and then does `after`. */
  write(files: BlockFiles, block: number, bytes: Uint8Array, after: () => unknown): void {
    this.#unwritten += bytes.length;
    const writing = this.eviction
      .makeRoom(bytes.length)
      .then(() => files.write(block, bytes))
      .finally(after)
      .finally(() => {
        this.#unwritten -= bytes.length;
        this.#writes.delete(writing);
      });
    this.#writes.add(writing);
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#writes);
    this.store.close();
  }
}

function directoryError(error: NodeJS.ErrnoException, directory: string): DareblopyError {
  const codes: Record<string, ErrorCode> = {
    EACCES: 'IO_ACCESS_DENIED',
    EPERM: 'IO_ACCESS_DENIED',
    EROFS: 'IO_ACCESS_DENIED',
    ENOTDIR: 'IO_NOT_DIRECTORY',
    EEXIST: 'IO_NOT_DIRECTORY',
    ENOSPC: 'IO_NO_SPACE',
  };
  const message = `the cache's directory cannot be made: ${error.code}`;
  return new DareblopyError(codes[error.code ?? ''] ?? 'IO_ERROR', `${directory}: ${message}`, {
    path: directory,
    cause: error,
  });
}

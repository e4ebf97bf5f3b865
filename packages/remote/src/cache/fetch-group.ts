import { setTimeout as pause } from 'node:timers/promises';
import type { Range } from '../object/plan-ranges.ts';
import type { BlockCache } from './block-cache.ts';
import type { BlockFiles } from './block-files.ts';
import { BlockLock } from './block-lock.ts';

export type Bytes = Uint8Array<ArrayBuffer>;
/** Fetches ranges over the network. */
export type Fetch = (ranges: readonly Range[], signal: AbortSignal) => Promise<Bytes>[];

/** How long to wait before looking again for a block that another process fetches. */
const lookAgainMs = 25;

/**
 * Blocks that are missing at the same time: those that no other process fetches are fetched together,
 * so that neighbours become one request.
 */
export class FetchGroup {
  readonly #cache: BlockCache;
  readonly #files: BlockFiles;
  readonly #fetch: Fetch;
  readonly #abort = new AbortController();
  readonly #fetched: Promise<Map<number, Promise<Bytes> | 'held'>>;
  #wanted: number;

  constructor(cache: BlockCache, files: BlockFiles, blocks: readonly number[], fetch: Fetch) {
    this.#cache = cache;
    this.#files = files;
    this.#fetch = fetch;
    this.#wanted = blocks.length;
    this.#fetched = this.#start(blocks);
    this.#fetched.catch(() => {});
  }

  /** A block, whoever fetches it. */
  async obtain(block: number, signal: AbortSignal): Promise<Bytes> {
    const leave = () => --this.#wanted === 0 && this.#abort.abort();
    signal.addEventListener('abort', leave, { once: true });
    const answer = (await this.#fetched).get(block);
    if (answer !== 'held') return answer as Promise<Bytes>;
    return this.#fromOther(block, signal);
  }

  async #start(blocks: readonly number[]): Promise<Map<number, Promise<Bytes> | 'held'>> {
    const locks = await Promise.all(blocks.map((block) => this.#files.tryLock(block)));
    // Another process may have finished between the look at the disk and the lock.
    const found = await Promise.all(
      blocks.map((block, i) => (locks[i] === 'held' ? undefined : this.#files.read(block))),
    );
    const mine = blocks.filter((_, i) => locks[i] !== 'held' && found[i] === undefined);
    await this.#cache.paceWrites();
    const fetched = this.#fetch(
      mine.map((block) => this.#files.rangeOf(block)),
      this.#abort.signal,
    );
    const answers = new Map<number, Promise<Bytes> | 'held'>();
    blocks.forEach((block, i) => {
      const lock = locks[i] as BlockLock | 'held' | 'impossible';
      if (lock === 'held') answers.set(block, lock);
      else answers.set(block, this.#keep(block, lock, found[i] ?? fetched[mine.indexOf(block)]));
    });
    return answers;
  }

  /** Answers as soon as the bytes are there; the lock is let go when they are on disk. */
  async #keep(
    block: number,
    lock: BlockLock | 'impossible',
    bytes: Bytes | Promise<Bytes> | undefined,
  ): Promise<Bytes> {
    const release = () => (lock instanceof BlockLock ? lock.release() : undefined);
    if (bytes === undefined || bytes instanceof Uint8Array) {
      await release();
      return bytes as Bytes;
    }
    try {
      const fetched = await bytes;
      this.#cache.write(this.#files, block, fetched, release);
      return fetched;
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Waits for another process's block; takes over when that process dies or fails. */
  async #fromOther(block: number, signal: AbortSignal): Promise<Bytes> {
    for (;;) {
      await pause(lookAgainMs, undefined, { signal });
      const found = await this.#files.read(block);
      if (found !== undefined) return found;
      const lock = await this.#files.tryLock(block);
      if (lock === 'held') continue;
      const late = await this.#files.read(block);
      const fetched = late ?? this.#fetch([this.#files.rangeOf(block)], signal)[0];
      return this.#keep(block, lock, fetched);
    }
  }
}

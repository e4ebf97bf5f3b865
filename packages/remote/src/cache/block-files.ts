import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Range } from '../object/plan-ranges.ts';
import { BlockLock } from './block-lock.ts';
import type { BlockStore } from './block-store.ts';

/** Where the blocks of one version of one object lie on disk. */
export class BlockFiles {
  readonly blockBytes: number;
  readonly #store: BlockStore;
  readonly #folder: string;
  readonly #key: string;
  readonly #size: number;

  constructor(store: BlockStore, folder: string, key: string, size: number, blockBytes: number) {
    this.#store = store;
    this.#folder = folder;
    this.#key = key;
    this.#size = size;
    this.blockBytes = blockBytes;
  }

  path(block: number): string {
    return join(this.#folder, `${block}.block`);
  }

  /** Which bytes of the object a block has. */
  rangeOf(block: number): Range {
    const begin = block * this.blockBytes;
    return { begin, end: Math.min(begin + this.blockBytes, this.#size) };
  }

  /** A part of a block, checked; undefined when it is not there, or damaged. */
  read(block: number, from = 0, to?: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { begin, end } = this.rangeOf(block);
    const length = end - begin;
    return this.#store.read(this.path(block), this.#keyOf(block), length, from, to ?? length);
  }

  async write(block: number, bytes: Uint8Array): Promise<void> {
    await this.#store.write(this.path(block), this.#keyOf(block), bytes);
  }

  async tryLock(block: number): Promise<BlockLock | 'held' | 'impossible'> {
    await mkdir(this.#folder, { recursive: true }).catch(() => {});
    return BlockLock.tryTake(join(this.#folder, `${block}.lock`));
  }

  #keyOf(block: number): string {
    return `${this.#key}/${block}`;
  }
}

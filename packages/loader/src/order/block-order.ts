import { Permutation, Random, STREAM } from '@dareblopy/core/internal';

/** How `shuffle: { block, window }` shuffles. */
export interface BlockShuffle {
  /** Samples that stay together. */
  readonly block: number;
  /** Blocks whose samples are mixed. */
  readonly window: number;
}

/** Windows of the order that are kept: positions come in ascending order, or nearly. */
const KEPT = 2;

/**
 * A permutation that reads forward: blocks of neighbouring samples come in random order, and the samples of
 * some blocks at a time are mixed. Section 4 of docs/order-and-state.md specifies it.
 */
export class BlockOrder {
  readonly #length: number;
  readonly #seed: number;
  readonly #epoch: number;
  readonly #block: number;
  readonly #windowRows: number;
  readonly #blocks: number; // whole ones
  readonly #blockAt: (index: number) => number;
  readonly #offset: number;
  readonly #kept: { window: number; order: Uint32Array }[] = [];

  constructor(length: number, { block, window }: BlockShuffle, seed: number, epoch: number) {
    this.#length = length;
    this.#seed = seed;
    this.#epoch = epoch;
    this.#block = block;
    this.#windowRows = block * window;
    this.#blocks = Math.floor(length / block);
    this.#blockAt = new Permutation(this.#blocks, { seed, epoch, stream: STREAM.blocks }).at;
    const random = new Random(seed, epoch, STREAM.blockOffset);
    this.#offset = length > 0 ? random.below(Math.min(length, 2 ** 32)) : 0;
  }

  /** The sample at `position` of the epoch. */
  at(position: number): number {
    const window = Math.floor(position / this.#windowRows);
    const begin = window * this.#windowRows;
    const place = begin + this.#orderOf(window, begin)[position - begin]!;
    const block = Math.floor(place / this.#block);
    const first = block < this.#blocks ? this.#blockAt(block) : block;
    const sample = this.#offset + first * this.#block + (place - block * this.#block);
    return sample < this.#length ? sample : sample - this.#length;
  }

  #orderOf(window: number, begin: number): Uint32Array {
    const kept = this.#kept.find((entry) => entry.window === window);
    if (kept) return kept.order;
    const length = Math.min(this.#windowRows, this.#length - begin);
    const order = Uint32Array.from({ length }, (_, i) => i);
    const random = new Random(this.#seed, this.#epoch, (STREAM.windows + window) % 2 ** 32);
    for (let i = length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      const swapped = order[i]!;
      order[i] = order[j]!;
      order[j] = swapped;
    }
    this.#kept.unshift({ window, order });
    this.#kept.length = Math.min(this.#kept.length, KEPT);
    return order;
  }
}

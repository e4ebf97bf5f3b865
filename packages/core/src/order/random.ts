// The one source of chance on the JavaScript side: sfc32, seeded with (seed, epoch, stream). Specified,
// with test vectors, in docs/order-and-state.md: changing anything here changes everybody's order.

/** Independent uses of one seed: what is drawn for one of them tells nothing about another. */
export const STREAM = {
  order: 1,
  rowKeys: 2,
  replacement: 3,
  shuffleBuffer: 4,
  mix: 5,
  split: 6,
  blocks: 7,
  blockOffset: 8,
  mixParts: 1 << 16, // and one more for each source of a mixture
  windows: 2 ** 31, // and one more for each window of blocks
} as const;

/**
 * sfc32 (Doty-Humphrey, PractRand): 128 bits of state, 32-bit additions, shifts and rotations only, so
 * that it gives the same numbers everywhere.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  /** `seed`: an integer from 0 to 2^53 - 1; `epoch` and `stream`: integers from 0 to 2^32 - 1. */
  constructor(seed: number, epoch: number, stream: number) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 2 ** 32);
    this.#c = epoch;
    this.#counter = stream;
    for (let i = 0; i < 20; i++) this.uint32();
  }

  /** The next 32 random bits, as an integer from 0 to 2^32 - 1. */
  uint32(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** An unbiased integer from 0 to `bound` - 1; `bound` is at most 2^32. */
  below(bound: number): number {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let bits = this.uint32();
    while (bits >= limit) bits = this.uint32();
    return bits % bound;
  }
}

/** Refuses what cannot be a seed. */
export function checkSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`Expected an integer from 0 to 2^53 - 1 for seed but received ${seed}`);
  }
}

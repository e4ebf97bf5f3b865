import { Random, STREAM } from '@dareblopy/core/internal';

/** A sample of a sequential source, and its place there. */
export interface Ordinal<S> {
  readonly index: number;
  readonly sample: S;
}

/**
 * The order of a sequential source: a buffer is filled with the first `capacity` samples; then a
 * random one leaves and the next of the source takes its place; at the source's end the rest leaves
 * at random. The choices depend on (seed, epoch) alone, so that a state is how many have left: the
 * buffer's contents need not be saved. A `capacity` of 1 or less keeps the source's order.
 */
export class ShuffleBuffer<S> {
  readonly #capacity: number;
  readonly #random: Random;
  readonly #held: Ordinal<S>[] = [];
  #arrived = 0;

  constructor(capacity: number, seed: number, epoch: number) {
    this.#capacity = capacity;
    this.#random = new Random(seed, epoch, STREAM.shuffleBuffer);
  }

  /** Puts in the source's next sample. Returns the one that leaves, if one does. */
  push(sample: S): Ordinal<S> | undefined {
    const arrived = { index: this.#arrived++, sample };
    if (this.#capacity <= 1) return arrived;
    if (this.#held.length < this.#capacity) {
      this.#held.push(arrived);
      return undefined;
    }
    const place = this.#random.below(this.#capacity);
    const leaving = this.#held[place];
    this.#held[place] = arrived;
    return leaving;
  }

  /** After the source's last sample: the next of those that are left. */
  pop(): Ordinal<S> | undefined {
    if (this.#held.length === 0) return undefined;
    const place = this.#random.below(this.#held.length);
    const last = this.#held.pop()!;
    if (place === this.#held.length) return last;
    const leaving = this.#held[place];
    this.#held[place] = last;
    return leaving;
  }
}

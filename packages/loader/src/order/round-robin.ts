import type { FullShard } from './shard.ts';
import type { Ordinal } from './shuffle-buffer.ts';

/** A sample assigned to this rank, with its position in the epoch's order. */
export interface Assigned<S> extends Ordinal<S> {
  readonly position: number;
}

/**
 * Round-robin assignment of samples to ranks, as EpochPlan makes it, without knowing the length
 * beforehand: a sample is this rank's once its round is complete.
 */
export class RoundRobin<S> {
  readonly #shard: FullShard;
  readonly #start: number;
  readonly #first: Ordinal<S>[] = []; // what 'pad' completes the last round with
  #round: Assigned<S>[] = [];
  #position = 0;

  /** `start`: positions that were consumed before; they are passed over. */
  constructor(shard: FullShard, start: number) {
    this.#shard = shard;
    this.#start = start;
  }

  /** Takes the next sample of the order. Returns this rank's, when that completes a round. */
  push(ordinal: Ordinal<S>): Assigned<S> | undefined {
    const { index, count, uneven } = this.#shard;
    if (uneven === 'pad' && this.#first.length < count) this.#first.push(ordinal);
    const position = this.#position++;
    if (position < this.#start) return undefined;
    const { index: ordinalIndex, sample } = ordinal;
    this.#round.push({ index: ordinalIndex, sample, position });
    if (this.#round.length < count) return undefined;
    const own = this.#round[index]!;
    this.#round = [];
    return own;
  }

  /** After the last sample: this rank's of the incomplete round, if there is one for it. */
  end(): Assigned<S> | undefined {
    const { index, count, uneven } = this.#shard;
    const round = this.#round;
    if (round.length === 0 || uneven === 'drop') return undefined;
    for (let i = 0; uneven === 'pad' && round.length < count; i++) {
      const position = i % this.#position; // the order goes on from its start, as often as needed
      round.push({ ...this.#first[position]!, position });
    }
    return round[index];
  }
}

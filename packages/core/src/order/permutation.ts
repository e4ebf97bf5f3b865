import { mix32, type RoundKeys, roundKeys } from './feistel.ts';
import { checkSeed, Random, STREAM } from './random.ts';

/** Up to this length the permutation is a table: a Feistel network over a few bits would be biased. */
export const TABLE_LENGTH = 1024;

/** Which permutation of a length: another for each seed and each epoch. */
export interface PermutationOptions {
  /** An integer from 0 to 2^53 - 1. */
  seed: number;
  /** An integer from 0 to 2^32 - 1; default 0. */
  epoch?: number;
  /** For independent permutations of one seed; default: the one that loaders shuffle with. */
  stream?: number;
}

/**
 * A random permutation of 0 .. length - 1 in memory that does not depend on `length`: `at(i)` computes
 * where position i leads. The same on every machine and in every release; docs/order-and-state.md
 * specifies it, with test vectors.
 */
export class Permutation {
  readonly length: number;
  /** Where position `index` (0 .. length - 1) leads. */
  readonly at: (index: number) => number;

  /** `length`: at most 2^53 - 1. */
  constructor(length: number, { seed, epoch = 0, stream = STREAM.order }: PermutationOptions) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(`Expected a length from 0 to 2^53 - 1 but received ${length}`);
    }
    checkSeed(seed);
    this.length = length;
    this.at =
      length <= TABLE_LENGTH
        ? tablePermutation(length, new Random(seed, epoch, stream))
        : walkingPermutation(length, roundKeys(seed, epoch, stream));
  }
}

/** Fisher-Yates, from the end: every permutation is as likely as any other. */
function tablePermutation(length: number, random: Random): (index: number) => number {
  const table = Uint16Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const swapped = table[i]!;
    table[i] = table[j]!;
    table[j] = swapped;
  }
  return (index) => table[index]!;
}

/**
 * Cycle walking (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002): a bijection of
 * 0 .. 2^bits - 1, applied until it lands below `length`, is a bijection of 0 .. length - 1. As
 * 2^bits < 2 * length, that takes fewer than two steps on average.
 */
function walkingPermutation(length: number, keys: RoundKeys): (index: number) => number {
  const bits = bitLength(length - 1);
  return bits <= 31 ? walkIntegers(length, bits, keys) : walkDoubles(length, bits, keys);
}

// The rounds are unrolled in both: a loop over the keys takes twice as long.

/** Positions of up to 31 bits: integer arithmetic throughout, twice as fast as the other. */
function walkIntegers(
  length: number,
  bits: number,
  [k0, k1, k2, k3, k4, k5]: RoundKeys,
): (index: number) => number {
  const lowBits = bits >>> 1;
  const lowMask = (1 << lowBits) - 1;
  const highMask = (1 << (bits - lowBits)) - 1;
  return (index) => {
    let x = index | 0;
    do {
      let high = x >> lowBits;
      let low = x & lowMask;
      high ^= mix32(low ^ k0) & highMask;
      low ^= mix32(high ^ k1) & lowMask;
      high ^= mix32(low ^ k2) & highMask;
      low ^= mix32(high ^ k3) & lowMask;
      high ^= mix32(low ^ k4) & highMask;
      low ^= mix32(high ^ k5) & lowMask;
      x = (high << lowBits) | low;
    } while (x >= length);
    return x;
  };
}

/** Positions of up to 53 bits: halves of at most 27, put together as doubles. */
function walkDoubles(
  length: number,
  bits: number,
  [k0, k1, k2, k3, k4, k5]: RoundKeys,
): (index: number) => number {
  const lowBits = bits >>> 1;
  const lowSize = 2 ** lowBits;
  const lowMask = lowSize - 1;
  const highMask = 2 ** (bits - lowBits) - 1;
  const perLow = 1 / lowSize; // a power of two: the product below is exact
  return (index) => {
    let x = index;
    do {
      let high = (x * perLow) | 0;
      let low = (x - high * lowSize) | 0;
      high ^= mix32(low ^ k0) & highMask;
      low ^= mix32(high ^ k1) & lowMask;
      high ^= mix32(low ^ k2) & highMask;
      low ^= mix32(high ^ k3) & lowMask;
      high ^= mix32(low ^ k4) & highMask;
      low ^= mix32(high ^ k5) & lowMask;
      x = high * lowSize + low;
    } while (x >= length);
    return x;
  };
}

/** Bits that are needed to write `value`. */
function bitLength(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

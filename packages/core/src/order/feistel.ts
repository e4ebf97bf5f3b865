// A Feistel network over pairs of up to 32 bits each: a keyed bijection in 32-bit integer arithmetic.
// Shuffling walks it over a small domain; the loader's row keys are what it gives over 64 bits.
import { Random } from './random.ts';

/** One 32-bit key for each of the six rounds. */
export type RoundKeys = readonly [number, number, number, number, number, number];

/** The round keys of (seed, epoch, stream). */
export function roundKeys(seed: number, epoch: number, stream: number): RoundKeys {
  const random = new Random(seed, epoch, stream);
  const key = (): number => random.uint32() | 0;
  return [key(), key(), key(), key(), key(), key()];
}

/** The round function: a 32-bit integer hash of low bias (two multiplications, three shifts). */
export function mix32(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

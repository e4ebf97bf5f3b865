import {
  mix32,
  type RoundKeys,
  roundKeys,
  STREAM,
  smallBigUint64Array,
} from '@dareblopy/core/internal';

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const LOW = LITTLE_ENDIAN ? 0 : 1;

/**
 * The 64-bit keys that all random choices of a row are drawn from: a function of (seed, epoch, sample)
 * alone, and never the same for two samples of an epoch (a Feistel network over 64 bits is a bijection).
 */
export class RowKeys {
  readonly #keys: RoundKeys;

  /** `seed`: an integer from 0 to 2^53 - 1; `epoch`: from 0 to 2^32 - 1. */
  constructor(seed: number, epoch: number) {
    this.#keys = roundKeys(seed, epoch, STREAM.rowKeys);
  }

  /** Keys of `samples` (indices of the source), one a row. */
  of(samples: ArrayLike<number>): BigUint64Array {
    const keys = smallBigUint64Array(samples.length);
    const halves = new Uint32Array(keys.buffer, keys.byteOffset, 2 * keys.length); // BigInts take ten times as long
    const [k0, k1, k2, k3, k4, k5] = this.#keys;
    for (let row = 0; row < samples.length; row++) {
      const sample = samples[row]!;
      let high = Math.floor(sample / 2 ** 32) | 0;
      let low = sample | 0; // modulo 2^32
      high ^= mix32(low ^ k0);
      low ^= mix32(high ^ k1);
      high ^= mix32(low ^ k2);
      low ^= mix32(high ^ k3);
      high ^= mix32(low ^ k4);
      low ^= mix32(high ^ k5);
      halves[2 * row + LOW] = low;
      halves[2 * row + 1 - LOW] = high;
    }
    return keys;
  }
}

import type { DataOf, FixedDType } from '../array/dtype.ts';
import { isFixedDType } from '../array/dtype.ts';
import type { NDArray } from '../array/nd-array.ts';
import { zeros } from '../array/nd-array.ts';
import type { Decoder } from './decoder.ts';

/** What a column of the dtype is computed from. */
export type ScalarOf<D extends FixedDType> = D extends 'int64'
  ? bigint | number
  : D extends 'bool'
    ? boolean
    : number;

// What a dtype holds exactly; the others round.
const RANGES: Partial<Record<FixedDType, readonly [number, number]>> = {
  uint8: [0, 2 ** 8 - 1],
  int8: [-(2 ** 7), 2 ** 7 - 1],
  uint16: [0, 2 ** 16 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint32: [0, 2 ** 32 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
};

/**
 * A Decoder of one number a sample: a column [n] of the dtype. `scalar('float32', (s) => s.score)`.
 * float16 is not offered: its data are bits.
 *
 * @throws RangeError for a number that the dtype cannot hold: a fraction or too large for an integer
 *   dtype. Floats are rounded to the dtype.
 */
export function scalar<D extends Exclude<FixedDType, 'float16'>, S>(
  dtype: D,
  of: (sample: S) => ScalarOf<D>,
): Decoder<S, NDArray<D>> {
  if (!isFixedDType(dtype) || (dtype as FixedDType) === 'float16') {
    throw new TypeError(
      `Expected a dtype of numbers other than float16 but received ${String(dtype)}`,
    );
  }
  return {
    async decode(samples) {
      const array = zeros(dtype, [samples.length]);
      const data = array.data as DataOf[FixedDType];
      samples.forEach((sample, row) => {
        data[row] = element(dtype, of(sample), row);
      });
      return array;
    },
  };
}

function element(dtype: FixedDType, value: unknown, row: number): never {
  const refuse = (expected: string): never => {
    throw new RangeError(`Expected ${expected} for row ${row} but received ${String(value)}`);
  };
  if (dtype === 'bool')
    return (typeof value === 'boolean' ? Number(value) : refuse('a boolean')) as never;
  if (dtype === 'int64') {
    if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) refuse('a whole number');
    const wide = BigInt(value as bigint | number);
    return (BigInt.asIntN(64, wide) === wide ? wide : refuse('a number of 64 bits')) as never;
  }
  if (typeof value !== 'number') return refuse('a number');
  const range = RANGES[dtype];
  if (range && !(Number.isInteger(value) && value >= range[0] && value <= range[1])) {
    refuse(`a whole number from ${range[0]} to ${range[1]}`);
  }
  return value as never;
}

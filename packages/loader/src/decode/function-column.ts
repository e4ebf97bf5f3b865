import type { NDArray } from '@dareblopy/core';

/** Where a column's memory comes from. */
export type TakeBuffer = (byteLength: number) => ArrayBuffer;

/**
 * A function's values as a column: int32 for numbers, int64 for bigints, bool for booleans, else the
 * plain array.
 *
 * @throws TypeError that names column and sample when a number is no 32-bit integer, a bigint does
 *   not fit 64 bits, or such values are mixed with others.
 */
export function functionColumn(
  values: readonly unknown[],
  column: string,
  indices: ArrayLike<number>,
  take: TakeBuffer,
): NDArray | readonly unknown[] {
  const refuse = (row: number, expected: string): never => {
    throw new TypeError(
      `Expected ${expected} for column '${column}' but received ${show(values[row])} ` +
        `for sample ${indices[row]}`,
    );
  };
  const shape = [values.length];
  if (values.some((value) => typeof value === 'number')) {
    const data = new Int32Array(take(4 * values.length));
    for (let row = 0; row < values.length; row++) {
      const value = values[row];
      if (typeof value !== 'number' || (value | 0) !== value) {
        refuse(row, 'a 32-bit integer (scalar(dtype, fn) makes columns of other numbers)');
      }
      data[row] = value as number;
    }
    return { dtype: 'int32', shape, data };
  }
  if (values.some((value) => typeof value === 'bigint')) {
    const data = new BigInt64Array(take(8 * values.length));
    for (let row = 0; row < values.length; row++) {
      const value = values[row];
      if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) {
        refuse(row, 'a bigint of 64 bits');
      }
      data[row] = value as bigint;
    }
    return { dtype: 'int64', shape, data };
  }
  if (values.some((value) => typeof value === 'boolean')) {
    const data = new Uint8Array(take(values.length));
    for (let row = 0; row < values.length; row++) {
      if (typeof values[row] !== 'boolean') refuse(row, 'a boolean');
      data[row] = values[row] ? 1 : 0;
    }
    return { dtype: 'bool', shape, data };
  }
  return values;
}

function show(value: unknown): string {
  return typeof value === 'bigint'
    ? `${value}n`
    : typeof value === 'object'
      ? 'an object'
      : String(value);
}

import { unexpected } from './expect.ts';

/** Per-channel mean and standard deviation, on the scale that `range` gives. */
export interface Normalize {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** From a byte to the batch's float: byte * scale + bias, per channel. */
export interface Affine {
  readonly scale: readonly number[];
  readonly bias: readonly number[];
}

const maxChannels = 4;

function fill(values: readonly number[]): number[] {
  return Array.from({ length: maxChannels }, (_, c) => values[c] ?? 0);
}

function perChannel(name: string, values: readonly number[], channels: number): readonly number[] {
  if (values.length === channels && values.every(Number.isFinite)) return values;
  throw unexpected(name, `${channels} numbers, one a channel`, `[${values.join(', ')}]`);
}

/** `range` and `normalize` as one multiplication and addition. */
export function affineOf(
  channels: number,
  range: readonly [number, number],
  normalize: Normalize | undefined,
): Affine {
  const [low, high] = range;
  if (!Number.isFinite(low) || !Number.isFinite(high))
    throw unexpected('range', 'two numbers', range);
  const zeros = new Array<number>(channels).fill(0);
  const mean = perChannel('normalize.mean', normalize?.mean ?? zeros, channels);
  const std = perChannel('normalize.std', normalize?.std ?? zeros.map(() => 1), channels);
  if (std.includes(0))
    throw unexpected('normalize.std', 'numbers other than 0', `[${std.join(', ')}]`);
  return {
    scale: fill(std.map((deviation) => (high - low) / 255 / deviation)),
    bias: fill(std.map((deviation, c) => (low - (mean[c] ?? 0)) / deviation)),
  };
}

export const identity: Affine = { scale: [1, 1, 1, 1], bias: [0, 0, 0, 0] };

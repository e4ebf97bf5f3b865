import type { NDArray } from '@dareblopy/core';
import type { Normalize } from '@dareblopy/core/internal';

/** Where the channels are, and what the numbers mean. */
export interface ShadeOptions {
  readonly channels: number;
  readonly planar: boolean;
  readonly range?: readonly [black: number, white: number];
  readonly normalize?: Normalize;
}

/** IEEE half precision bits as a number. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The values of an image as bytes, in the order in which they lie: the inverse of `range` and `normalize`. */
export function toShades(
  image: NDArray<'uint8' | 'float16' | 'float32'>,
  { channels, planar, range = [0, 1], normalize }: ShadeOptions,
): Uint8Array | Uint8ClampedArray {
  if (image.dtype === 'uint8') return image.data;
  const [black, white] = range;
  const plane = image.data.length / channels;
  const shades = new Uint8ClampedArray(image.data.length);
  for (let i = 0; i < shades.length; i++) {
    const channel = planar ? Math.floor(i / plane) : i % channels;
    const stored = image.data[i] ?? 0;
    const value = image.dtype === 'float16' ? halfToNumber(stored) : stored;
    const plain = value * (normalize?.std[channel] ?? 1) + (normalize?.mean[channel] ?? 0);
    shades[i] = ((plain - black) / (white - black)) * 255;
  }
  return shades;
}

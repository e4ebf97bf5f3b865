import type { NDArray } from '@dareblopy/core';
import { withSignal } from '@dareblopy/core/extend';
import type { Layout } from '@dareblopy/core/internal';
import { extentsOf, integer, oneOf, unexpected } from '@dareblopy/core/internal';
import type { NativeEncodePngOptions } from '@dareblopy/native';
import { native } from '@dareblopy/native';

export interface EncodePngOptions {
  /** libdeflate's, 0 (stored) to 12 (smallest, slow). Default 6. */
  readonly level?: number;
  /** Red, green, blue of each index, 0 to 255: the image is a uint8 mask of indices. At most 256. */
  readonly palette?: readonly (readonly [red: number, green: number, blue: number])[];
  /** How the array is laid out. Default 'HWC'. */
  readonly layout?: Layout;
  readonly signal?: AbortSignal;
}

function paletteOf(palette: EncodePngOptions['palette']): Uint8Array | undefined {
  if (palette === undefined) return undefined;
  integer('palette.length', palette.length, 1, 256);
  return Uint8Array.from(
    palette.flatMap((color, i) => {
      if (color.length !== 3) throw unexpected(`palette[${i}]`, 'three numbers', color);
      return color.map((value) => integer(`palette[${i}]`, value, 0, 255));
    }),
  );
}

function resolve(image: NDArray<'uint8' | 'uint16'>, options: EncodePngOptions) {
  oneOf('dtype', image.dtype, ['uint8', 'uint16']);
  const palette = paletteOf(options.palette);
  const extents = extentsOf(image, options.layout, palette ? [1] : [1, 2, 3, 4]);
  if (palette && image.dtype !== 'uint8')
    throw unexpected('dtype with a palette', "'uint8'", image.dtype);
  const resolved: NativeEncodePngOptions = {
    ...extents,
    wide: image.dtype === 'uint16',
    level: integer('level', options.level ?? 6, 0, 12),
    palette,
  };
  return resolved;
}

/**
 * Encodes a uint8 or uint16 image as a PNG: [height, width] or [height, width, 1] grey, 2 grey with alpha,
 * 3 RGB, 4 RGBA, or the same with channels first and `layout: 'CHW'`. The pixels are copied before this
 * returns.
 *
 * @throws DareblopyError PNG_UNSUPPORTED for an index without an entry of the palette; TypeError for what is
 *   not such an image.
 */
export async function encodePng(
  image: NDArray<'uint8' | 'uint16'>,
  options: EncodePngOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const resolved = resolve(image, options);
  return withSignal(options.signal, (cancel) => native.encodePng(image.data, resolved, cancel));
}

/** {@link encodePng} on the calling thread. */
export function encodePngSync(
  image: NDArray<'uint8' | 'uint16'>,
  options: Omit<EncodePngOptions, 'signal'> = {},
): Uint8Array<ArrayBuffer> {
  return native.encodePngSync(image.data, resolve(image, options));
}

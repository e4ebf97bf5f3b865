import type { ByteInput, NDArray } from '@dareblopy/core';
import type { NativeDecoder } from '@dareblopy/core/extend';
import type { GeometryOptions, NumberOptions, PixelDType } from '@dareblopy/core/internal';
import { imageDecoderWith, oneOf } from '@dareblopy/core/internal';
import { backendOr } from './backend.ts';
import type { ImageOptions } from './image-options.ts';

/** How pixels become numbers. */
export interface PixelOptions<D extends PixelDType> extends ImageOptions, NumberOptions<D> {}

export type JpegOptions<D extends PixelDType = PixelDType> = PixelOptions<D> & GeometryOptions;

/**
 * A Decoder of JPEGs: each sample is read, decoded, cropped, resized, flipped, cast, normalised and laid
 * out in one native pass, straight into its row of the batch.
 *
 * With `size` the batch is one NDArray [n, height, width, channels], or [n, channels, height, width]
 * with `layout: 'CHW'`; without, an NDArray for each sample, of the image's own size.
 *
 * Random choices come from the row's key alone (`docs/jpeg.md` has the generator).
 *
 * @throws TypeError for options that cannot be. Decoding a sample fails with what {@link decodeJpeg}
 *   throws.
 */
export function jpeg<D extends PixelDType = 'uint8'>(
  options: PixelOptions<D> & GeometryOptions,
): NativeDecoder<ByteInput, NDArray<D>>;
export function jpeg<D extends PixelDType = 'uint8'>(
  options?: PixelOptions<D> & { readonly size?: never },
): NativeDecoder<ByteInput, NDArray<D>[]>;
export function jpeg(options: PixelOptions<PixelDType> & Partial<GeometryOptions> = {}): unknown {
  oneOf('channels', options.channels ?? 3, [1, 3, 4]);
  return imageDecoderWith({ ...options, codec: 'jpeg', backend: backendOr(options.backend) });
}

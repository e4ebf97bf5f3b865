import type { ByteInput, NDArray } from '@dareblopy/core';
import type { NativeDecoder } from '@dareblopy/core/extend';
import type { GeometryOptions, NumberOptions, PixelDType } from '@dareblopy/core/internal';
import { imageDecoderWith, oneOf } from '@dareblopy/core/internal';
import type { ImageOptions } from './image-options.ts';

/** How pixels become numbers. */
export interface PixelOptions<D extends PixelDType> extends ImageOptions, NumberOptions<D> {}

export type AnyImageOptions<D extends PixelDType = PixelDType> = PixelOptions<D> & GeometryOptions;

/**
 * A Decoder of pictures of whatever format their bytes are, told by content and never by name, with the
 * options of `jpeg()`: each sample is read, decoded, cropped, resized, flipped, cast, normalised and laid out
 * in one native pass, straight into its row of the batch. The same pixels give the same row, whatever the
 * format.
 *
 * With `size` the batch is one NDArray [n, height, width, channels], or [n, channels, height, width]
 * with `layout: 'CHW'`; without, an NDArray for each sample, of the image's own size.
 *
 * @throws TypeError for options that cannot be. Decoding a sample fails with what {@link decodeImage} throws.
 */
export function image<D extends PixelDType = 'uint8'>(
  options: PixelOptions<D> & GeometryOptions,
): NativeDecoder<ByteInput, NDArray<D>>;
export function image<D extends PixelDType = 'uint8'>(
  options?: PixelOptions<D> & { readonly size?: never },
): NativeDecoder<ByteInput, NDArray<D>[]>;
export function image(options: PixelOptions<PixelDType> & Partial<GeometryOptions> = {}): unknown {
  oneOf('channels', options.channels ?? 3, [1, 3, 4]);
  return imageDecoderWith({ ...options, codec: 'any' });
}

import type { ByteInput, NDArray } from '@dareblopy/core';
import type { NativeDecoder } from '@dareblopy/core/extend';
import type { GeometryOptions, NumberOptions, PixelDType } from '@dareblopy/core/internal';
import { imageDecoderWith, oneOf } from '@dareblopy/core/internal';
import type { ImageOptions } from './image-options.ts';

/** Those of every picture, and 16 bits as they are stored. */
export type PngDType = PixelDType | 'uint16';

/** How pixels become numbers. */
export interface PixelOptions<D extends PngDType> extends ImageOptions, NumberOptions<D> {}

export type PngOptions<D extends PngDType = PngDType> = PixelOptions<D> & GeometryOptions;

/**
 * A Decoder of PNGs, with the options of `jpeg()`: each sample is read, decoded, cropped, resized, flipped,
 * cast, normalised and laid out in one native pass, straight into its row of the batch, by the same kernels.
 *
 * With `size` the batch is one NDArray [n, height, width, channels], or [n, channels, height, width]
 * with `layout: 'CHW'`; without, an NDArray for each sample, of the image's own size.
 *
 * With `channels: 'indices'` a row is a mask [height, width, 1] of samples as they are stored; it is resized
 * by 'nearest' alone, and floats are 0 to 255 unless `range` says otherwise.
 *
 * @throws TypeError for options that cannot be. Decoding a sample fails with what {@link decodePng} throws.
 */
export function png<D extends PngDType = 'uint8'>(
  options: PixelOptions<D> & GeometryOptions,
): NativeDecoder<ByteInput, NDArray<D>>;
export function png<D extends PngDType = 'uint8'>(
  options?: PixelOptions<D> & { readonly size?: never },
): NativeDecoder<ByteInput, NDArray<D>[]>;
export function png(options: PixelOptions<PngDType> & Partial<GeometryOptions> = {}): unknown {
  oneOf('channels', options.channels ?? 3, [1, 3, 4, 'indices']);
  oneOf('order', options.order ?? 'rgb', ['rgb', 'bgr']);
  const dtypes = ['uint8', 'uint16', 'float16', 'float32'] as const;
  return imageDecoderWith({ ...options, codec: 'png' }, dtypes);
}

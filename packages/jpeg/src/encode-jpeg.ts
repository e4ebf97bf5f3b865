import type { NDArray } from '@dareblopy/core';
import { withSignal } from '@dareblopy/core/extend';
import type { ImageExtents, JpegBackendName, Layout } from '@dareblopy/core/internal';
import { extentsOf, integer, oneOf, unexpected } from '@dareblopy/core/internal';
import type { NativeEncodeOptions } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { backendOr } from './backend.ts';

export interface EncodeJpegOptions {
  /** 1 to 100, on libjpeg's scale. Default 90. */
  readonly quality?: number;
  /** Of chroma; default '4:2:0'. */
  readonly subsampling?: '4:4:4' | '4:2:2' | '4:2:0' | '4:4:0' | '4:1:1';
  /** Default false. */
  readonly progressive?: boolean;
  /** Huffman tables made for this image: smaller, slower. Default false; progressive images have them anyway. */
  readonly optimize?: boolean;
  /** How the array is laid out. Default 'HWC'. */
  readonly layout?: Layout;
  readonly backend?: JpegBackendName;
  readonly signal?: AbortSignal;
}

function resolve(image: NDArray<'uint8'>, options: EncodeJpegOptions): NativeEncodeOptions {
  const { quality = 90, subsampling = '4:2:0', progressive = false, optimize = false } = options;
  if (image.dtype !== 'uint8') throw unexpected('dtype', "'uint8'", image.dtype);
  return {
    backend: backendOr(options.backend),
    ...(extentsOf(image, options.layout) as ImageExtents & { channels: 1 | 3 }),
    quality: integer('quality', quality, 1, 100),
    subsampling: oneOf('subsampling', subsampling, ['4:4:4', '4:2:2', '4:2:0', '4:4:0', '4:1:1']),
    progressive: oneOf('progressive', progressive, [true, false]),
    optimize: oneOf('optimize', optimize, [true, false]),
  };
}

/**
 * Encodes a uint8 image as a JPEG: [height, width, 3] RGB, [height, width, 1] or [height, width] grey,
 * or the same with channels first and `layout: 'CHW'`. The pixels are copied before this returns.
 *
 * @throws DareblopyError JPEG_UNSUPPORTED for an image wider or higher than 65,500; TypeError for what is
 *   not such an image.
 */
export async function encodeJpeg(
  image: NDArray<'uint8'>,
  options: EncodeJpegOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const resolved = resolve(image, options);
  return withSignal(options.signal, (cancel) => native.encodeJpeg(image.data, resolved, cancel));
}

/** {@link encodeJpeg} on the calling thread. */
export function encodeJpegSync(
  image: NDArray<'uint8'>,
  options: Omit<EncodeJpegOptions, 'signal'> = {},
): Uint8Array<ArrayBuffer> {
  return native.encodeJpegSync(image.data, resolve(image, options));
}

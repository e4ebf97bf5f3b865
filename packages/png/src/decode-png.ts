import type { ByteInput, NDArray } from '@dareblopy/core';
import type { ImageWarning, Region } from '@dareblopy/core/internal';
import { decodeImageSyncWith, decodeImageWith, oneOf } from '@dareblopy/core/internal';
import type { ImageOptions } from './image-options.ts';

export interface DecodePngOptions<D extends 'uint8' | 'uint16' = 'uint8' | 'uint16'>
  extends ImageOptions {
  /**
   * 'uint16' keeps 16 bits a sample; samples of fewer are scaled to 65,535 (indices are not). Default 'uint8':
   * of 16 bits the upper 8 are kept, as Pillow and libpng do.
   */
  readonly dtype?: D;
  /** Only this part. The whole image is inflated, but only what is asked for is made pixels. */
  readonly region?: Region;
  /** Filled from its start; the answer's data is a view of what was written. RangeError when too small. */
  readonly into?: D extends 'uint16' ? Uint16Array<ArrayBufferLike> : Uint8Array<ArrayBufferLike>;
  /** Called with each deviation that was passed over, and with `tolerant` damage. */
  readonly onWarning?: (warning: PngWarning) => void;
  readonly signal?: AbortSignal;
}

/** Damage that was survived, or a deviation that changes no pixel. */
export type PngWarning = ImageWarning;

/** An image that was decoded with `tolerant: true`. */
export type TolerantPng<D extends 'uint8' | 'uint16' = 'uint8'> = NDArray<D> & {
  readonly warnings: readonly PngWarning[];
};

function callOf({ dtype = 'uint8', ...options }: DecodePngOptions) {
  oneOf('channels', options.channels ?? 3, [1, 3, 4, 'indices']);
  oneOf('order', options.order ?? 'rgb', ['rgb', 'bgr']);
  oneOf('dtype', dtype, ['uint8', 'uint16']);
  return { ...options, codec: 'png', wide: dtype === 'uint16' } as const;
}

/**
 * Decodes a PNG to pixels [height, width, channels], or [channels, height, width] with `layout: 'CHW'`.
 * CRC-32s and the Adler-32 are checked. Of an animated PNG the default image is read.
 *
 * @throws DareblopyError PNG_NOT_A_PNG, PNG_TRUNCATED, PNG_CORRUPT, PNG_CRC_MISMATCH (with the offset),
 *   PNG_UNSUPPORTED (indices of a PNG of colours), PNG_REGION_OUTSIDE, LIMIT_EXCEEDED, and what reading the
 *   source throws. TypeError for options that cannot be.
 */
export function decodePng<D extends 'uint8' | 'uint16' = 'uint8'>(
  source: ByteInput,
  options: DecodePngOptions<D> & { readonly tolerant: true },
): Promise<TolerantPng<D>>;
export function decodePng<D extends 'uint8' | 'uint16' = 'uint8'>(
  source: ByteInput,
  options?: DecodePngOptions<D>,
): Promise<NDArray<D>>;
export async function decodePng(
  source: ByteInput,
  options: DecodePngOptions = {},
): Promise<NDArray> {
  return decodeImageWith(source, callOf(options));
}

/** {@link decodePng} on the calling thread. */
export function decodePngSync<D extends 'uint8' | 'uint16' = 'uint8'>(
  source: ByteInput,
  options?: Omit<DecodePngOptions<D>, 'signal'>,
): NDArray<D>;
export function decodePngSync(
  source: ByteInput,
  options: Omit<DecodePngOptions, 'signal'> = {},
): NDArray {
  return decodeImageSyncWith(source, callOf(options));
}

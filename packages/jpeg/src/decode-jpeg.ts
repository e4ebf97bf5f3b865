import type { ByteInput, NDArray } from '@dareblopy/core';
import type { ImageWarning, Region } from '@dareblopy/core/internal';
import { decodeImageSyncWith, decodeImageWith, oneOf } from '@dareblopy/core/internal';
import { backendOr } from './backend.ts';
import type { ImageOptions } from './image-options.ts';

export interface DecodeJpegOptions extends ImageOptions {
  /** Size in steps of an eighth, from 1/8 to 2: done in the inverse DCT, which makes it cheaper too. Default 1. */
  readonly dctScale?: number;
  /** Only this part, byte for byte as in the whole image; only what it needs is reconstructed. */
  readonly region?: Region;
  /** Filled from its start; the answer's data is a view of what was written. RangeError when too small. */
  readonly into?: Uint8Array<ArrayBufferLike>;
  /**
   * Called, before the image is handed out, with each deviation that was passed over (at most 32): oddities
   * of the header, what lies behind the coded data, and with `tolerant` damage.
   */
  readonly onWarning?: (warning: JpegWarning) => void;
  readonly signal?: AbortSignal;
}

/** Damage that was survived, or a deviation that changes no pixel, in libjpeg's words. */
export type JpegWarning = ImageWarning;

/** A uint8 image that was decoded with `tolerant: true`. */
export type TolerantImage = NDArray<'uint8'> & { readonly warnings: readonly JpegWarning[] };

function callOf(options: DecodeJpegOptions) {
  oneOf('channels', options.channels ?? 3, [1, 3, 4]);
  return { ...options, codec: 'jpeg', backend: backendOr(options.backend) } as const;
}

/**
 * Decodes a JPEG to uint8 pixels [height, width, channels], or [channels, height, width] with
 * `layout: 'CHW'`. Reading and decoding are one job on the native pool.
 *
 * @throws DareblopyError JPEG_NOT_A_JPEG, JPEG_TRUNCATED, JPEG_CORRUPT (with the offset, and libjpeg's
 *   words), JPEG_UNSUPPORTED, JPEG_REGION_OUTSIDE, JPEG_BACKEND_MISSING, LIMIT_EXCEEDED, and what reading
 *   the source throws.
 */
export function decodeJpeg(
  source: ByteInput,
  options: DecodeJpegOptions & { readonly tolerant: true },
): Promise<TolerantImage>;
export function decodeJpeg(
  source: ByteInput,
  options?: DecodeJpegOptions,
): Promise<NDArray<'uint8'>>;
export async function decodeJpeg(
  source: ByteInput,
  options: DecodeJpegOptions = {},
): Promise<NDArray<'uint8'>> {
  return (await decodeImageWith(source, callOf(options))) as NDArray<'uint8'>;
}

/** {@link decodeJpeg} on the calling thread. */
export function decodeJpegSync(
  source: ByteInput,
  options: Omit<DecodeJpegOptions, 'signal'> & { readonly tolerant: true },
): TolerantImage;
export function decodeJpegSync(
  source: ByteInput,
  options?: Omit<DecodeJpegOptions, 'signal'>,
): NDArray<'uint8'>;
export function decodeJpegSync(
  source: ByteInput,
  options: Omit<DecodeJpegOptions, 'signal'> = {},
): NDArray<'uint8'> {
  return decodeImageSyncWith(source, callOf(options)) as NDArray<'uint8'>;
}

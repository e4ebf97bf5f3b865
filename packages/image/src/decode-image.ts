import type { ByteInput, NDArray } from '@dareblopy/core';
import type { ImageWarning, Region } from '@dareblopy/core/internal';
import { decodeImageSyncWith, decodeImageWith, oneOf } from '@dareblopy/core/internal';
import type { ImageOptions } from './image-options.ts';

export interface DecodeImageOptions extends ImageOptions {
  /** Only this part, byte for byte as in the whole image. */
  readonly region?: Region;
  /** Filled from its start; the answer's data is a view of what was written. RangeError when too small. */
  readonly into?: Uint8Array<ArrayBufferLike>;
  /** Called with each deviation that was passed over, and with `tolerant` damage. */
  readonly onWarning?: (warning: ImageWarning) => void;
  readonly signal?: AbortSignal;
}

/** A uint8 image that was decoded with `tolerant: true`. */
export type TolerantImage = NDArray<'uint8'> & { readonly warnings: readonly ImageWarning[] };

function callOf(options: DecodeImageOptions) {
  oneOf('channels', options.channels ?? 3, [1, 3, 4]);
  return { ...options, codec: 'any' } as const;
}

/**
 * Decodes a picture of whatever format its bytes are to uint8 pixels [height, width, channels], or
 * [channels, height, width] with `layout: 'CHW'`.
 *
 * @throws DareblopyError IMAGE_FORMAT_UNSUPPORTED for a format that is known and not read (`actual` names it:
 *   WebP, GIF, BMP, TIFF, AVIF, HEIC, ...), IMAGE_FORMAT_UNKNOWN, the codes of the format itself (JPEG_*, PNG_*),
 *   LIMIT_EXCEEDED, and what reading the source throws.
 */
export function decodeImage(
  source: ByteInput,
  options: DecodeImageOptions & { readonly tolerant: true },
): Promise<TolerantImage>;
export function decodeImage(
  source: ByteInput,
  options?: DecodeImageOptions,
): Promise<NDArray<'uint8'>>;
export async function decodeImage(
  source: ByteInput,
  options: DecodeImageOptions = {},
): Promise<NDArray<'uint8'>> {
  return (await decodeImageWith(source, callOf(options))) as NDArray<'uint8'>;
}

/** {@link decodeImage} on the calling thread. */
export function decodeImageSync(
  source: ByteInput,
  options: Omit<DecodeImageOptions, 'signal'> = {},
): NDArray<'uint8'> {
  return decodeImageSyncWith(source, callOf(options)) as NDArray<'uint8'>;
}

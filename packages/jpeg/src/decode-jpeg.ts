import type { ByteInput, NDArray } from '@dareblopy/core';
import { checkInto, itemsOf, resolveItems, withSignal } from '@dareblopy/core';
import type { NativeDecodedJpeg, NativeImageOptions } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { ImageOptions, Region } from './image-options.ts';
import { channelsOf, checkRegion, eighthsOf, resolveImageOptions } from './image-options.ts';

export interface DecodeJpegOptions extends ImageOptions {
  /** Size in steps of an eighth, from 1/8 to 2: done in the inverse DCT, which makes it cheaper too. Default 1. */
  readonly dctScale?: number;
  /** Only this part, byte for byte as in the whole image; only what it needs is reconstructed. */
  readonly region?: Region;
  /** Filled from its start; the answer's data is a view of what was written. RangeError when too small. */
  readonly into?: Uint8Array<ArrayBufferLike>;
  readonly signal?: AbortSignal;
}

/** Damage that was survived. */
export interface JpegWarning {
  /** libjpeg's words. */
  readonly message: string;
  /** How far into the file it had come, in bytes. */
  readonly offset: number;
}

/** A uint8 image that was decoded with `tolerant: true`. */
export type TolerantImage = NDArray<'uint8'> & { readonly warnings: readonly JpegWarning[] };

function resolve(options: DecodeJpegOptions): NativeImageOptions {
  const { dctScale = 1, region } = options;
  return {
    ...resolveImageOptions(options),
    scaleEighths: eighthsOf(dctScale),
    region: region && checkRegion(region),
  };
}

function toArray(decoded: NativeDecodedJpeg, options: DecodeJpegOptions): NDArray<'uint8'> {
  const { width, height, data } = decoded;
  const channels = channelsOf(options);
  const shape = options.layout === 'CHW' ? [channels, height, width] : [height, width, channels];
  const array = { dtype: 'uint8', shape, data } as const;
  return options.tolerant ? Object.assign(array, { warnings: decoded.warnings }) : array;
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
  const { into, signal } = options;
  const resolved = resolve(options);
  const items = await resolveItems([source], signal);
  const direct = into !== undefined && checkInto(into);
  const decoded = await withSignal(signal, (cancel) =>
    native.decodeJpeg(items, resolved, into, direct, cancel),
  );
  return toArray(decoded, options);
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
  if (options.into !== undefined) checkInto(options.into);
  return toArray(native.decodeJpegSync(itemsOf([source]), resolve(options), options.into), options);
}

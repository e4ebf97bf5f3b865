import type { ByteInput, NDArray } from '@dareblopy/core';
import { checkInto, resolveItems, withSignal } from '@dareblopy/core/extend';
import { itemsOf } from '@dareblopy/core/internal';
import { native } from '@dareblopy/native';
import { unexpected } from './expect.ts';
import type { ImageOptions, Region } from './image-options.ts';
import { channelsOf, packedOptions, packImageOptions } from './image-options.ts';

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

/** A Uint8Array, also of another realm. */
function isBytes(into: unknown): boolean {
  return ArrayBuffer.isView(into) && Object.prototype.toString.call(into) === '[object Uint8Array]';
}

/** Whether threads may write to `into` directly. TypeError for what is no Uint8Array. */
function resolveInto(into: Uint8Array<ArrayBufferLike> | undefined): boolean {
  if (into === undefined) return false;
  if (!isBytes(into)) throw unexpected('into', 'a Uint8Array', into);
  return checkInto(into);
}

/** Options of the synchronous call, whose native side reads them before anything else runs. */
const scratch = new Float64Array(packedOptions);

/** Damage that was survived, or a deviation that changes no pixel. */
export interface JpegWarning {
  /** libjpeg's words. */
  readonly message: string;
  /** How far into the file it had come, in bytes. */
  readonly offset: number;
}

/** A uint8 image that was decoded with `tolerant: true`. */
export type TolerantImage = NDArray<'uint8'> & { readonly warnings: readonly JpegWarning[] };

function toArray(
  width: number,
  height: number,
  data: Uint8Array<ArrayBufferLike>,
  options: DecodeJpegOptions,
  warnings: readonly JpegWarning[],
): NDArray<'uint8'> {
  const channels = channelsOf(options);
  if (options.onWarning) warnings.forEach((warning) => void options.onWarning?.(warning));
  const shape = options.layout === 'CHW' ? [channels, height, width] : [height, width, channels];
  if (!options.tolerant) return { dtype: 'uint8', shape, data };
  return { dtype: 'uint8', shape, data, warnings } as TolerantImage;
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
  const packed = packImageOptions(options);
  const items = await resolveItems([source], signal);
  const direct = resolveInto(into);
  const decoded = await withSignal(signal, (cancel) =>
    native.decodeJpeg(items, packed, into, direct, cancel),
  );
  const { width, height, data, warnings } = decoded;
  return toArray(width, height, data, options, warnings);
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
  const { into } = options;
  resolveInto(into);
  const inMemory = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  const warnings = options.tolerant || options.onWarning ? [] : undefined;
  const packed = packImageOptions(options, scratch);
  const fresh = native.decodeJpegSync(
    inMemory ? source : itemsOf([source]),
    packed,
    into,
    warnings,
  );
  const [width = 0, height = 0] = packed;
  const data = fresh ?? (into as Uint8Array).subarray(0, width * height * channelsOf(options));
  return toArray(width, height, data, options, warnings ?? []);
}

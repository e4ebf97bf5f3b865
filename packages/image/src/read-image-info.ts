import type { ByteInput } from '@dareblopy/core';
import { infoNumbers, readInfoSyncWith, readInfoWith } from '@dareblopy/core/internal';

/** What every picture says about itself. */
export interface ImageInfo {
  readonly format: 'jpeg' | 'png';
  /** As stored: an orientation of 5 to 8 swaps width and height. */
  readonly width: number;
  readonly height: number;
  /** Samples a pixel, as stored: a palette's index is one. */
  readonly channels: number;
  /** Bits a sample. */
  readonly bitDepth: number;
  /** Whether pixels can be transparent. */
  readonly alpha: boolean;
  /** Of more pictures than the one that is read. */
  readonly animated: boolean;
  /** EXIF's, 1 to 8; 1 without. */
  readonly orientation: number;
}

export interface ReadImageInfoOptions {
  readonly signal?: AbortSignal;
}

const formats = ['jpeg', 'jpeg', 'png'] as const;

function toInfo(numbers: Float64Array, at = 0): ImageInfo {
  const n = (i: number) => numbers[at + i] ?? 0;
  return {
    format: formats[n(0)] ?? 'jpeg',
    width: n(1),
    height: n(2),
    channels: n(3),
    bitDepth: n(4),
    alpha: n(6) === 1,
    animated: n(7) === 1,
    orientation: n(5),
  };
}

/**
 * Reads a picture's header, whatever its format, and no more of the source than that takes. The packages of the
 * formats tell more: `readJpegInfo`, `readPngInfo`.
 *
 * @throws DareblopyError IMAGE_FORMAT_UNSUPPORTED, IMAGE_FORMAT_UNKNOWN, the codes of the format itself, and
 *   what reading the source throws.
 */
export async function readImageInfo(
  source: ByteInput,
  options: ReadImageInfoOptions = {},
): Promise<ImageInfo> {
  return toInfo(await readInfoWith('any', [source], options.signal));
}

/** {@link readImageInfo} of many, in one crossing. */
export async function readImageInfos(
  sources: readonly ByteInput[],
  options: ReadImageInfoOptions = {},
): Promise<ImageInfo[]> {
  const numbers = await readInfoWith('any', sources, options.signal);
  return sources.map((_, i) => toInfo(numbers, i * infoNumbers));
}

/** {@link readImageInfo} on the calling thread; bytes in memory are not copied. */
export function readImageInfoSync(source: ByteInput): ImageInfo {
  return toInfo(readInfoSyncWith('any', source));
}

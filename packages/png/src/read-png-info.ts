import type { ByteInput } from '@dareblopy/core';
import { infoNumbers, readInfoSyncWith, readInfoWith } from '@dareblopy/core/internal';

/** As IHDR numbers them. */
const colorTypes: Readonly<Record<number, PngInfo['colorType']>> = {
  0: 'gray',
  2: 'rgb',
  3: 'palette',
  4: 'gray-alpha',
  6: 'rgb-alpha',
};

/** What a PNG says about itself. */
export interface PngInfo {
  readonly width: number;
  readonly height: number;
  readonly colorType: 'gray' | 'rgb' | 'palette' | 'gray-alpha' | 'rgb-alpha';
  /** Bits a sample: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  /** Samples a pixel: 1 to 4. */
  readonly channels: number;
  /** Entries of the palette, 0 without; of a PNG of colours it is only a suggestion. */
  readonly paletteSize: number;
  /** Whether pixels can be transparent: an alpha channel, or a tRNS chunk. */
  readonly alpha: boolean;
  /** Adam7. */
  readonly interlaced: boolean;
  /** An APNG, of which the default image is read. */
  readonly animated: boolean;
  /** EXIF's, 1 to 8; 1 without. */
  readonly orientation: number;
  /** Pixels a metre, or with the unit 'ratio' of an aspect ratio. */
  readonly density?: { readonly x: number; readonly y: number; readonly unit: 'metre' | 'ratio' };
}

export interface ReadPngInfoOptions {
  readonly signal?: AbortSignal;
}

function toInfo(numbers: Float64Array, at = 0): PngInfo {
  const n = (i: number) => numbers[at + i] ?? 0;
  const unit = n(14) ? 'metre' : 'ratio';
  return {
    width: n(1),
    height: n(2),
    colorType: colorTypes[n(8)] ?? 'rgb',
    bitDepth: n(4),
    channels: n(3),
    paletteSize: n(10),
    alpha: n(6) === 1,
    interlaced: n(9) === 1,
    animated: n(7) === 1,
    orientation: n(5),
    ...(n(11) === 1 && { density: { x: n(12), y: n(13), unit } }),
  };
}

/**
 * Reads what stands before the image data, and no more of the source than that takes.
 *
 * @throws DareblopyError PNG_NOT_A_PNG, PNG_TRUNCATED, PNG_CORRUPT, PNG_CRC_MISMATCH, PNG_UNSUPPORTED, and what
 *   reading the source throws.
 */
export async function readPngInfo(
  source: ByteInput,
  options: ReadPngInfoOptions = {},
): Promise<PngInfo> {
  return toInfo(await readInfoWith('png', [source], options.signal));
}

/** {@link readPngInfo} of many, in one crossing. */
export async function readPngInfos(
  sources: readonly ByteInput[],
  options: ReadPngInfoOptions = {},
): Promise<PngInfo[]> {
  const numbers = await readInfoWith('png', sources, options.signal);
  return sources.map((_, i) => toInfo(numbers, i * infoNumbers));
}

/** {@link readPngInfo} on the calling thread; bytes in memory are not copied. */
export function readPngInfoSync(source: ByteInput): PngInfo {
  return toInfo(readInfoSyncWith('png', source));
}

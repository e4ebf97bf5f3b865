import type { ByteInput } from '@dareblopy/core';
import { resolveItems, withSignal } from '@dareblopy/core/extend';
import { integer, oneOf, unexpected } from '@dareblopy/core/internal';
import type { NativeRepackOptions } from '@dareblopy/native';
import { native } from '@dareblopy/native';

/** How often a restart marker stands, in MCUs: 16x16 pixels with 4:2:0, 8x8 with 4:4:4 and grey. */
export type RestartInterval =
  /** One every so many rows of MCUs. */
  | { readonly rows: number; readonly columns?: never }
  /** One every so many MCUs of a row. */
  | { readonly columns: number; readonly rows?: never };

export interface RepackJpegOptions {
  /** Default `{ rows: 1 }`; false for none. */
  readonly restart?: RestartInterval | false;
  /** Huffman tables made for this image, which about pay for the markers. Default true. */
  readonly optimize?: boolean;
  /** Default false: baseline, of which windows are decoded for their own area only. */
  readonly progressive?: boolean;
  /** Metadata to keep. Default both; all else but what the pixels' colours need is dropped. */
  readonly keep?: readonly ('icc' | 'exif')[];
  /** Images that claim more pixels are refused before memory is taken. Default 2^28. */
  readonly maxPixels?: number;
  /** Progressive images of more scans are refused. Default 100. */
  readonly maxScans?: number;
  readonly signal?: AbortSignal;
}

const mostMcus = 65_535; // a restart interval has 16 bits

function resolve(options: RepackJpegOptions): NativeRepackOptions {
  const { restart = { rows: 1 }, optimize = true, progressive = false } = options;
  const { keep = ['icc', 'exif'], maxPixels = 2 ** 28, maxScans = 100 } = options;
  for (const name of keep) oneOf('keep', name, ['icc', 'exif']);
  if (restart !== false && (restart?.rows === undefined) === (restart?.columns === undefined))
    throw unexpected('restart', '{ rows } or { columns } or false', restart);
  const { rows, columns } = restart || {};
  return {
    restartRows: rows === undefined ? 0 : integer('restart.rows', rows, 1, mostMcus),
    restartMcus: columns === undefined ? 0 : integer('restart.columns', columns, 1, mostMcus),
    optimize: oneOf('optimize', optimize, [true, false]),
    progressive: oneOf('progressive', progressive, [true, false]),
    keepIcc: keep.includes('icc'),
    keepExif: keep.includes('exif'),
    maxPixels: integer('maxPixels', maxPixels, 1, 2 ** 32),
    maxScans: integer('maxScans', maxScans, 1, 2 ** 31 - 1),
  };
}

/**
 * Writes a JPEG anew, losslessly: the same coefficients, so the same pixels to the bit, as jpegtran does.
 * With restart markers, decoding a window of it costs the window's own area. Reading and writing are one
 * job on the native pool.
 *
 * @throws DareblopyError JPEG_NOT_A_JPEG, JPEG_TRUNCATED, JPEG_CORRUPT, JPEG_UNSUPPORTED (12-bit samples),
 *   LIMIT_EXCEEDED, and what reading the source throws; TypeError for options that cannot be.
 */
export async function repackJpeg(
  source: ByteInput,
  options: RepackJpegOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const resolved = resolve(options);
  const items = await resolveItems([source], options.signal);
  return withSignal(options.signal, (cancel) => native.repackJpeg(items, resolved, cancel));
}

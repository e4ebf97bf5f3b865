import type { ByteInput } from '@dareblopy/core';
import { itemsOf, resolveItems, withSignal } from '@dareblopy/core';
import type { NativeJpegInfo } from '@dareblopy/native';
import { native } from '@dareblopy/native';

const processes = ['baseline', 'extended', 'progressive', 'lossless', 'hierarchical'] as const;
const colorSpaces = ['unknown', 'gray', 'ycbcr', 'rgb', 'cmyk', 'ycck'] as const;
const densityUnits = ['ratio', 'inch', 'cm'] as const;

/** What a JPEG says about itself before its pixels. */
export interface JpegInfo {
  /** As stored, before any orientation. */
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bits a sample: 8, or 12. */
  readonly precision: number;
  readonly process: (typeof processes)[number];
  readonly progressive: boolean;
  /** Arithmetic instead of Huffman coding. */
  readonly arithmetic: boolean;
  /** Of the coded components. */
  readonly colorSpace: (typeof colorSpaces)[number];
  /** '4:4:4', '4:2:2', '4:2:0', '4:4:0', '4:1:1', '4:1:0', '4:4:1', 'gray', or each component's factors. */
  readonly subsampling: string;
  /** MCUs between restart markers; 0 without. */
  readonly restartInterval: number;
  /** EXIF orientation, 1 to 8; 1 without. */
  readonly orientation: number;
  /** JFIF's pixel density. */
  readonly density: {
    readonly x: number;
    readonly y: number;
    readonly unit: (typeof densityUnits)[number];
  };
  /** The TIFF structure of the EXIF segment, when asked for and there. */
  readonly exif?: Uint8Array<ArrayBuffer>;
  /** The ICC profile, when asked for and there. */
  readonly icc?: Uint8Array<ArrayBuffer>;
}

export interface ReadJpegInfoOptions {
  /** Also copy out the EXIF structure. Default false. */
  readonly exif?: boolean;
  /** Also copy out the ICC profile. Default false. */
  readonly icc?: boolean;
  readonly signal?: AbortSignal;
}

function toInfo(native: NativeJpegInfo): JpegInfo {
  const process = processes[native[4]] ?? 'hierarchical';
  const [exif, icc] = [native[13], native[14]];
  return {
    width: native[0],
    height: native[1],
    components: native[2],
    precision: native[3],
    process,
    progressive: process === 'progressive',
    arithmetic: native[7] === 1,
    colorSpace: colorSpaces[native[5]] ?? 'unknown',
    subsampling: native[6],
    restartInterval: native[8],
    orientation: native[9],
    density: { x: native[11], y: native[12], unit: densityUnits[native[10]] ?? 'ratio' },
    ...(exif && { exif }),
    ...(icc && { icc }),
  };
}

function wanted({ exif = false, icc = false }: ReadJpegInfoOptions) {
  return { exif, icc };
}

/**
 * Reads the header of a JPEG: the first few kB of the source, and no pixel.
 *
 * @throws DareblopyError JPEG_NOT_A_JPEG, JPEG_TRUNCATED, JPEG_CORRUPT, JPEG_UNSUPPORTED, and what
 *   reading the source throws.
 */
export async function readJpegInfo(
  source: ByteInput,
  options: ReadJpegInfoOptions = {},
): Promise<JpegInfo> {
  const [info] = await readJpegInfos([source], options);
  return info as JpegInfo;
}

/** {@link readJpegInfo} of many sources in parallel, in one crossing; the first that fails rejects. */
export async function readJpegInfos(
  sources: readonly ByteInput[],
  options: ReadJpegInfoOptions = {},
): Promise<JpegInfo[]> {
  const items = await resolveItems(sources, options.signal);
  const infos = await withSignal(options.signal, (cancel) =>
    native.readJpegInfo(items, wanted(options), cancel),
  );
  return infos.map(toInfo);
}

/** {@link readJpegInfo} on the calling thread; bytes in memory are not copied. */
export function readJpegInfoSync(
  source: ByteInput,
  options: Omit<ReadJpegInfoOptions, 'signal'> = {},
): JpegInfo {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return toInfo(native.jpegInfoOf(source, wanted(options)));
  }
  return toInfo(native.readJpegInfoSync(itemsOf([source]), wanted(options)));
}

import type { ByteInput } from '@dareblopy/core';
import { resolveItems, withSignal } from '@dareblopy/core/extend';
import { itemsOf } from '@dareblopy/core/internal';
import type { NativeInfoParts } from '@dareblopy/native';
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

/** Numbers a header crosses as; native/addon/jpeg/jpeg_info.cc writes them in this order. */
const headerNumbers = 20;
/** Filled and read within one synchronous call. */
const scratch = new Float64Array(headerNumbers);

const ratios: Readonly<Record<string, string>> = {
  '1x1': '4:4:4',
  '2x1': '4:2:2',
  '2x2': '4:2:0',
  '1x2': '4:4:0',
  '4x1': '4:1:1',
  '4x2': '4:1:0',
  '1x4': '4:4:1',
};

/** What people call the sampling factors, h and v of each component from `at` on. */
function subsamplingOf(components: number, all: Float64Array, at: number): string {
  if (components === 1) return 'gray';
  const factor = (index: number): number => all[at + index] as number;
  const [h, v, bh, bv] = [factor(0), factor(1), factor(2), factor(3)];
  const alike = components >= 3 && bh === factor(4) && bv === factor(5);
  if (alike && (components === 3 || (factor(6) === h && factor(7) === v))) {
    const name = ratios[`${h / bh}x${v / bv}`];
    if (name !== undefined) return name;
  }
  return Array.from(
    { length: components },
    (_, i) => `${factor(2 * i)}x${factor(2 * i + 1)}`,
  ).join();
}

function toInfo(all: Float64Array, parts: NativeInfoParts | undefined, at = 0): JpegInfo {
  const number = (index: number): number => all[at + index] as number;
  const process = processes[number(4)] ?? 'hierarchical';
  const info: JpegInfo = {
    width: number(0),
    height: number(1),
    components: number(2),
    precision: number(3),
    process,
    progressive: process === 'progressive',
    arithmetic: number(6) === 1,
    colorSpace: colorSpaces[number(5)] ?? 'unknown',
    subsampling: subsamplingOf(number(2), all, at + 12),
    restartInterval: number(7),
    orientation: number(8),
    density: { x: number(10), y: number(11), unit: densityUnits[number(9)] ?? 'ratio' },
  };
  if (parts === undefined) return info;
  const [exif, icc] = parts;
  return { ...info, ...(exif && { exif }), ...(icc && { icc }) };
}

function wanted({ exif = false, icc = false }: ReadJpegInfoOptions): number {
  return Number(exif) + 2 * Number(icc);
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
  const { numbers, parts } = await withSignal(options.signal, (cancel) =>
    native.readJpegInfo(items, wanted(options), cancel),
  );
  return sources.map((_, i) => toInfo(numbers, parts?.[i], i * headerNumbers));
}

/** {@link readJpegInfo} on the calling thread; bytes in memory are not copied. */
export function readJpegInfoSync(
  source: ByteInput,
  options: Omit<ReadJpegInfoOptions, 'signal'> = {},
): JpegInfo {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    const parts = native.jpegInfoOf(source, wanted(options), scratch);
    return toInfo(scratch, parts);
  }
  const parts = native.readJpegInfoSync(itemsOf([source]), wanted(options), scratch);
  return toInfo(scratch, parts);
}

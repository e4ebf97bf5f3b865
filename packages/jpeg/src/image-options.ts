import type { JpegBackendName } from './backend.ts';
import { backendOr } from './backend.ts';
import { integer, oneOf, unexpected } from './expect.ts';

export type Layout = 'HWC' | 'CHW';

/** What every decode can be told. */
export interface ImageOptions {
  /** Which library decodes. Default: what {@link setDefaultJpegBackend} set, else 'turbo'. */
  readonly backend?: JpegBackendName;
  /** 1 is luma, 3 colour, 4 colour with an alpha of 255 (or the four inks, with `order: 'cmyk'`). Default 3. */
  readonly channels?: 1 | 3 | 4;
  /** Order of the colours, default 'rgb'. 'cmyk': as stored by Adobe's programs, 0 is full ink. */
  readonly order?: 'rgb' | 'bgr' | 'cmyk';
  /** Interleaved pixels, or a plane a channel. Default 'HWC'. */
  readonly layout?: Layout;
  /** The inverse DCT: 'islow' (default) is exact; 'ifast' a little quicker and a little off. */
  readonly dct?: 'islow' | 'ifast';
  /** Smooth chroma upsampling. Default true. */
  readonly fancyUpsampling?: boolean;
  /** 'apply' turns the image as its EXIF orientation says. Default 'ignore', as Pillow and torchvision. */
  readonly orientation?: 'apply' | 'ignore';
  /** Survive damage: missing pixels are grey, warnings are listed. Default false: damage is an error. */
  readonly tolerant?: boolean;
  /**
   * Refuse also what changes no pixel: stray bytes behind the last coded data, a missing end of image.
   * Default false: an image is read when all of it was decoded without complaint.
   */
  readonly strict?: boolean;
  /** Images that claim more pixels are refused before memory is taken. Default 2^28. */
  readonly maxPixels?: number;
  /** Progressive images of more scans are refused. Default 100; honest ones have about ten. */
  readonly maxScans?: number;
}

/** A rectangle of the image as it comes out: scaled and upright. In pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Of an image that was scaled up to twice its size. */
const maxExtent = 2 * 65_535;

const backends = ['turbo', 'ijg'] as const;
const formats = ['gray', 'rgb', 'bgr', 'rgba', 'bgra', 'cmyk'] as const;
const layouts = ['HWC', 'CHW'] as const;
const dcts = ['islow', 'ifast'] as const;

function formatOf({ channels = 3, order = 'rgb' }: ImageOptions): (typeof formats)[number] {
  oneOf('channels', channels, [1, 3, 4]);
  oneOf('order', order, ['rgb', 'bgr', 'cmyk']);
  if (order === 'cmyk') {
    if (channels !== 4) throw unexpected("channels with order: 'cmyk'", '4', channels);
    return 'cmyk';
  }
  if (channels === 1) return 'gray';
  return channels === 3 ? order : `${order}a`;
}

export function channelsOf({ channels = 3 }: ImageOptions): number {
  return channels;
}

/** What one image can be told besides. */
export interface PartOptions {
  readonly dctScale?: number;
  readonly region?: Region;
}

/** Numbers that the options cross as; native/addon/jpeg/options.cc reads them in this order. */
export const packedOptions = 14;

/** Checks the options and packs them into `out`: asking an object for names costs more than a header. */
export function packImageOptions(
  options: ImageOptions & PartOptions,
  out: Float64Array<ArrayBuffer> = new Float64Array(packedOptions),
): Float64Array<ArrayBuffer> {
  const { layout = 'HWC', dct = 'islow', orientation = 'ignore' } = options;
  const { fancyUpsampling = true, region } = options;
  const { maxPixels = 2 ** 28, maxScans = 100, dctScale = 1 } = options;
  out[0] = backends.indexOf(backendOr(options.backend));
  out[1] = formats.indexOf(formatOf(options));
  out[2] = layouts.indexOf(oneOf('layout', layout, layouts));
  out[3] = dcts.indexOf(oneOf('dct', dct, dcts));
  out[4] = Number(oneOf('fancyUpsampling', fancyUpsampling, [true, false]));
  out[5] = Number(oneOf('orientation', orientation, ['apply', 'ignore']) === 'apply');
  out[6] = damageOf(options);
  out[7] = integer('maxPixels', maxPixels, 1, 2 ** 32);
  out[8] = integer('maxScans', maxScans, 1, 2 ** 31 - 1);
  out[9] = eighthsOf(dctScale);
  out[10] = region === undefined ? 0 : integer('region.x', region.x, 0, maxExtent);
  out[11] = region === undefined ? 0 : integer('region.y', region.y, 0, maxExtent);
  out[12] = region === undefined ? 0 : integer('region.width', region.width, 1, maxExtent);
  out[13] = region === undefined ? 0 : integer('region.height', region.height, 1, maxExtent);
  return out;
}

/** What is made of damage: 0 refuses it, 1 survives it, 2 refuses all that deviates. */
function damageOf({ tolerant = false, strict = false }: ImageOptions): number {
  oneOf('tolerant', tolerant, [true, false]);
  oneOf('strict', strict, [true, false]);
  if (tolerant && strict) throw new TypeError('Expected tolerant or strict but received both');
  return tolerant ? 1 : Number(strict) * 2;
}

/** `dctScale` in eighths. */
function eighthsOf(dctScale: number): number {
  const eighths = dctScale * 8;
  if (Number.isInteger(eighths) && eighths >= 1 && eighths <= 16) return eighths;
  throw unexpected('dctScale', 'a multiple of 1/8 from 1/8 to 2', dctScale);
}

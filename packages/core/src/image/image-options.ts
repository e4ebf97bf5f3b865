import { integer, oneOf, unexpected } from './expect.ts';

export type Layout = 'HWC' | 'CHW';

/** A rectangle of the image as it comes out: scaled and upright. In pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What every decode of every format can be told. */
export interface CommonImageOptions {
  /** Interleaved pixels, or a plane a channel. Default 'HWC'. */
  readonly layout?: Layout;
  /** 'apply' turns the image as its EXIF orientation says. Default 'ignore', as Pillow and torchvision. */
  readonly orientation?: 'apply' | 'ignore';
  /** Survive damage: pixels that are missing are grey (JPEG) or 0, warnings are listed. Default false: damage is an error. */
  readonly tolerant?: boolean;
  /**
   * Refuse also what changes no pixel: stray bytes behind the last coded data, a missing end of image.
   * Default false: an image is read when all of it was decoded without complaint.
   */
  readonly strict?: boolean;
  /** Images that claim more pixels are refused before memory is taken. Default 2^28. */
  readonly maxPixels?: number;
}

/** What a decode of JPEGs can be told besides. */
export interface JpegCodecOptions {
  /** Which library decodes. Default: what `setDefaultJpegBackend` of `@dareblopy/jpeg` set, else 'turbo'. */
  readonly backend?: JpegBackendName;
  /** The inverse DCT: 'islow' (default) is exact; 'ifast' a little quicker and a little off. */
  readonly dct?: 'islow' | 'ifast';
  /** Smooth chroma upsampling. Default true. */
  readonly fancyUpsampling?: boolean;
  /** Progressive images of more scans are refused. Default 100; honest ones have about ten. */
  readonly maxScans?: number;
}

/** libjpeg-turbo, or the Independent JPEG Group's libjpeg. */
export type JpegBackendName = 'turbo' | 'ijg';

/**
 * What becomes of transparency: 'keep' (default with four channels; a channel of its own), 'drop' (default
 * with fewer; colours as they are stored, as Pillow's convert('RGB')), or the colour, 0 to 255 a channel, that
 * the picture is laid over.
 */
export type AlphaOption = 'keep' | 'drop' | readonly number[];

const formats = ['gray', 'rgb', 'bgr', 'rgba', 'bgra', 'cmyk'] as const;
const layouts = ['HWC', 'CHW'] as const;
const dcts = ['islow', 'ifast'] as const;
const backends = ['turbo', 'ijg'] as const;

/** Which codec opens the bytes; 'any' looks at their beginning. */
export const imageCodecs = ['jpeg', 'png', 'any'] as const;
export type ImageCodecName = (typeof imageCodecs)[number];

/** Everything that can be told of one image, whichever formats know it. */
export interface PackedImageOptions extends CommonImageOptions, JpegCodecOptions {
  readonly codec: ImageCodecName;
  readonly channels?: 1 | 3 | 4 | 'indices' | undefined;
  readonly order?: 'rgb' | 'bgr' | 'cmyk' | undefined;
  readonly alpha?: AlphaOption | undefined;
  /** Steps of the inverse DCT, 1/8 to 2. */
  readonly dctScale?: number | undefined;
  readonly region?: Region | undefined;
  /** Keep 16 bits a sample. */
  readonly wide?: boolean | undefined;
}

/** Of a side that was scaled up to twice what a JPEG can have, or of a PNG. */
const maxExtent = 2 ** 31 - 1;

/** How many channels come out. */
export function channelsOf({ channels = 3 }: Pick<PackedImageOptions, 'channels'>): number {
  return channels === 'indices' ? 1 : channels;
}

function formatOf({ channels = 3, order = 'rgb' }: PackedImageOptions): (typeof formats)[number] {
  oneOf('order', order, ['rgb', 'bgr', 'cmyk']);
  if (order === 'cmyk') {
    if (channels !== 4) throw unexpected("channels with order: 'cmyk'", '4', channels);
    return 'cmyk';
  }
  if (channels === 1 || channels === 'indices') return 'gray';
  return channels === 3 ? order : `${order}a`;
}

/** What is made of damage: 0 refuses it, 1 survives it, 2 refuses all that deviates. */
function damageOf({ tolerant = false, strict = false }: CommonImageOptions): number {
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

/** 0 dropped, 1 kept, 2 laid over a colour; and the colour. */
function alphaOf(options: PackedImageOptions): readonly [number, number, number, number] {
  const channels = channelsOf(options);
  const { alpha = channels === 4 ? 'keep' : 'drop' } = options;
  if (alpha === 'drop') return [0, 0, 0, 0];
  if (alpha === 'keep') {
    if (channels !== 4) throw unexpected("channels with alpha: 'keep'", '4', options.channels ?? 3);
    return [1, 0, 0, 0];
  }
  const list = Array.isArray(alpha) ? (alpha as readonly number[]) : [];
  if (list.length !== 3 || options.channels === 'indices') {
    throw unexpected('alpha', "'keep', 'drop' or three numbers from 0 to 255, red first,", alpha);
  }
  const [r = 0, g = 0, b = 0] = list.map((value, i) => integer(`alpha[${i}]`, value, 0, 255));
  return [2, r, g, b];
}

/** Numbers that the options cross as; native/addon/image/options.cc reads them in this order. */
export const packedOptions = 21;

/** Checks the options and packs them into `out`: asking an object for names costs more than a header. */
export function packImageOptions(
  options: PackedImageOptions,
  out: Float64Array<ArrayBuffer> = new Float64Array(packedOptions),
): Float64Array<ArrayBuffer> {
  const { layout = 'HWC', dct = 'islow', orientation = 'ignore' } = options;
  const { fancyUpsampling = true, region, backend = 'turbo' } = options;
  const { maxPixels = 2 ** 28, maxScans = 100, dctScale = 1 } = options;
  out[0] = backends.indexOf(oneOf('backend', backend, backends));
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
  [out[14], out[15], out[16], out[17]] = alphaOf(options);
  out[18] = Number(options.wide ?? false);
  out[19] = Number(options.channels === 'indices');
  out[20] = imageCodecs.indexOf(options.codec);
  return out;
}

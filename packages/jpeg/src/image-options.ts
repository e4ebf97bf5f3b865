import type { NativeImageOptions, NativeRegion } from '@dareblopy/native';
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
  /** Images that claim more pixels are refused before memory is taken. Default 2^28. */
  readonly maxPixels?: number;
  /** Progressive images of more scans are refused. Default 100; honest ones have about ten. */
  readonly maxScans?: number;
}

/** A rectangle of the image as it comes out: scaled and upright. In pixels. */
export type Region = NativeRegion;

const maxDimension = 65_535;

function formatOf({ channels = 3, order = 'rgb' }: ImageOptions): NativeImageOptions['format'] {
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

/** Complete options for native code. */
export function resolveImageOptions(options: ImageOptions): NativeImageOptions {
  const { layout = 'HWC', dct = 'islow', orientation = 'ignore' } = options;
  const { fancyUpsampling = true, tolerant = false } = options;
  const { maxPixels = 2 ** 28, maxScans = 100 } = options;
  return {
    backend: backendOr(options.backend),
    format: formatOf(options),
    layout: oneOf('layout', layout, ['HWC', 'CHW']),
    dct: oneOf('dct', dct, ['islow', 'ifast']),
    fancyUpsampling: oneOf('fancyUpsampling', fancyUpsampling, [true, false]),
    scaleEighths: 8,
    applyOrientation: oneOf('orientation', orientation, ['apply', 'ignore']) === 'apply',
    tolerant: oneOf('tolerant', tolerant, [true, false]),
    maxPixels: integer('maxPixels', maxPixels, 1, 2 ** 32),
    maxScans: integer('maxScans', maxScans, 1, 2 ** 31 - 1),
  };
}

/** `dctScale` in eighths. */
export function eighthsOf(dctScale: number): number {
  const eighths = dctScale * 8;
  if (Number.isInteger(eighths) && eighths >= 1 && eighths <= 16) return eighths;
  throw unexpected('dctScale', 'a multiple of 1/8 from 1/8 to 2', dctScale);
}

export function checkRegion({ x, y, width, height }: Region): Region {
  return {
    x: integer('region.x', x, 0, 2 * maxDimension),
    y: integer('region.y', y, 0, 2 * maxDimension),
    width: integer('region.width', width, 1, 2 * maxDimension),
    height: integer('region.height', height, 1, 2 * maxDimension),
  };
}

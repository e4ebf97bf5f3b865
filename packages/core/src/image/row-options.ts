import type { NativeRowOptions } from '@dareblopy/native';
import { between, integer, oneOf, unexpected } from './expect.ts';
import type { PackedImageOptions } from './image-options.ts';
import { channelsOf, packImageOptions } from './image-options.ts';
import type { Jitter } from './jitter.ts';
import { resolveJitter } from './jitter.ts';
import type { Normalize } from './normalize.ts';
import { affineOf, identity } from './normalize.ts';

export type PixelDType = 'uint8' | 'float16' | 'float32';

/** How pixels become numbers. */
export interface NumberOptions<D> {
  /** Default 'uint8'. */
  readonly dtype?: D;
  /** What black and white become in float dtypes. Default [0, 1]. */
  readonly range?: readonly [black: number, white: number];
  /** (value - mean) / std per channel, after `range`; float dtypes only. */
  readonly normalize?: Normalize;
}

/** Which part of each image becomes a row, at what size. */
export interface GeometryOptions {
  /** [height, width] of a row. */
  readonly size: readonly [height: number, width: number];
  /**
   * 'cover' (default): keeps the shape, fills the size, the rest is cropped. 'stretch': exactly the size.
   * 'pad': keeps the shape, inside the size. 'none': not resized, the window is cut at full size.
   */
  readonly fit?: 'cover' | 'stretch' | 'pad' | 'none';
  /** With 'cover': the resized image's short side in pixels, at least the size's long side. Default: just covers. */
  readonly resizeTo?: number;
  /** Where the window sits. 'random-resized' resizes a random part, and ignores `fit`. Default 'center'. */
  readonly crop?: 'center' | 'random' | 'random-resized';
  /** 'random-resized': share of the image's area, from and to. Default [0.08, 1]. */
  readonly area?: readonly [number, number];
  /** 'random-resized': width / height, from and to. Default [3/4, 4/3]. */
  readonly ratio?: readonly [number, number];
  /** Probabilities of mirroring; default 0. */
  readonly flip?: { readonly horizontal?: number; readonly vertical?: number };
  /** 'triangle' (default), 'area', 'bilinear', 'nearest'; docs/jpeg.md shows them side by side. */
  readonly resample?: 'nearest' | 'bilinear' | 'triangle' | 'area';
  /** Never reduce in the inverse DCT, which is quicker and a little different. Default false. */
  readonly exact?: boolean;
  /** Colour around the image with 'pad', 0 to 255 a channel. Default black. */
  readonly background?: readonly number[];
  /** Random brightness, contrast and saturation, after the geometry and before `range`. Default none. */
  readonly jitter?: Jitter;
  /** Other random choices for the same key: two views of one image. Default 0. */
  readonly salt?: number | bigint;
}

const maxExtent = 65_500;

function interval(
  name: string,
  [low, high]: readonly [number, number],
  most: number,
): readonly [number, number] {
  if (low > 0 && low <= high && high <= most) return [low, high];
  throw unexpected(name, `two rising numbers above 0, at most ${most}`, `[${low}, ${high}]`);
}

function extent(name: string, value: number): number {
  return integer(name, value, 1, maxExtent);
}

/** The geometry of `options`, complete; where there is no size, what native code does not look at. */
function resolveGeometry(options: RowOptionsInput) {
  const channels = channelsOf(options);
  const { size, fit = 'cover', crop = 'center', resizeTo } = options;
  const { area = [0.08, 1], ratio = [3 / 4, 4 / 3], flip = {}, exact = false, salt = 0 } = options;
  const { background = new Array<number>(channels).fill(0) } = options;
  const { resample = options.channels === 'indices' ? 'nearest' : 'triangle' } = options;
  if (resizeTo !== undefined && fit !== 'cover')
    throw unexpected('fit with resizeTo', "'cover'", fit);
  if (background.length !== channels)
    throw unexpected('background', `${channels} numbers`, `[${background.join(', ')}]`);
  const wide = options.dtype === 'uint16' && options.channels !== 'indices' ? 257 : 1;
  return {
    size: size && ([extent('size[0]', size[0]), extent('size[1]', size[1])] as const),
    fit: oneOf('fit', fit, ['cover', 'stretch', 'pad', 'none']),
    crop: oneOf('crop', crop, ['center', 'random', 'random-resized']),
    resizeTo:
      resizeTo === undefined
        ? 0
        : integer('resizeTo', resizeTo, Math.max(...(size ?? [1])), maxExtent),
    area: interval('area', area, 1),
    ratio: interval('ratio', ratio, Number.MAX_VALUE),
    flipHorizontal: between('flip.horizontal', flip.horizontal ?? 0, 0, 1),
    flipVertical: between('flip.vertical', flip.vertical ?? 0, 0, 1),
    salt: BigInt.asUintN(64, BigInt(salt)),
    resample: oneOf('resample', resample, ['nearest', 'bilinear', 'triangle', 'area']),
    exact: oneOf('exact', exact, [true, false]),
    background: [...background.map((value) => value * wide), 0, 0, 0].slice(0, 4),
  };
}

/** What decoders of any format are made of. */
export type RowOptionsInput = PackedImageOptions &
  NumberOptions<PixelDType | 'uint16'> &
  Partial<GeometryOptions>;

/** Averages of class numbers are no classes. */
function checkIndices({ channels, resample, jitter, normalize }: RowOptionsInput): void {
  if (channels !== 'indices') return;
  if ((resample ?? 'nearest') !== 'nearest')
    throw unexpected("resample with channels: 'indices'", "'nearest'", resample);
  if (jitter !== undefined) throw unexpected("jitter with channels: 'indices'", 'none', jitter);
  if (normalize !== undefined)
    throw unexpected("normalize with channels: 'indices'", 'none', normalize);
}

/**
 * Checks and completes the options of a Decoder of images.
 *
 * @throws TypeError for options that cannot be.
 */
export function resolveRowOptions(
  options: RowOptionsInput,
  dtypes: readonly (PixelDType | 'uint16')[] = ['uint8', 'float16', 'float32'],
): NativeRowOptions {
  const { dtype = 'uint8', normalize, jitter, size, order } = options;
  oneOf('dtype', dtype, dtypes);
  checkIndices(options);
  const indices = options.channels === 'indices';
  const { range = indices ? ([0, 255] as const) : undefined } = options;
  const whole = dtype === 'uint8' || dtype === 'uint16';
  if (whole && (options.range ?? normalize) !== undefined) {
    throw unexpected('dtype with range or normalize', "'float32' or 'float16'", dtype);
  }
  if (jitter !== undefined && size === undefined)
    throw unexpected('jitter', 'a size with it', 'none');
  if (jitter !== undefined && order === 'cmyk')
    throw unexpected('order with jitter', "'rgb' or 'bgr'", order);
  if (jitter !== undefined && dtype === 'uint16')
    throw unexpected('dtype with jitter', "'uint8' or floats", dtype);
  return {
    image: packImageOptions({ ...options, wide: dtype === 'uint16' }),
    ...resolveGeometry(options),
    jitter: jitter && resolveJitter(jitter),
    ...(whole ? identity : affineOf(channelsOf(options), range ?? [0, 1], normalize)),
    dtype,
  };
}

import type { ByteInput, NDArray } from '@dareblopy/core';
import type { NativeDecoder, NativeDecoderSide } from '@dareblopy/core/extend';
import { createNativeDecoder, singleColumnSide, variableSide } from '@dareblopy/core/extend';
import type { NativeRowOptions } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { between, integer, oneOf, unexpected } from './expect.ts';
import type { ImageOptions } from './image-options.ts';
import { channelsOf, packImageOptions } from './image-options.ts';
import type { Jitter } from './jitter.ts';
import { resolveJitter } from './jitter.ts';
import type { Normalize } from './normalize.ts';
import { affineOf, identity } from './normalize.ts';

export type PixelDType = 'uint8' | 'float16' | 'float32';

/** How pixels become numbers. */
export interface PixelOptions<D extends PixelDType> extends ImageOptions {
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

export type JpegOptions<D extends PixelDType = PixelDType> = PixelOptions<D> & GeometryOptions;

function interval(
  name: string,
  [low, high]: readonly [number, number],
  most: number,
): readonly [number, number] {
  if (low > 0 && low <= high && high <= most) return [low, high];
  throw unexpected(name, `two rising numbers above 0, at most ${most}`, `[${low}, ${high}]`);
}

const maxExtent = 65_500;

/** The geometry of `options`, complete; where there is no size, what native code does not look at. */
function resolveGeometry(options: Partial<GeometryOptions>, channels: number) {
  const { size, fit = 'cover', crop = 'center', resample = 'triangle', resizeTo } = options;
  const { area = [0.08, 1], ratio = [3 / 4, 4 / 3], flip = {}, exact = false, salt = 0 } = options;
  const { background = new Array<number>(channels).fill(0) } = options;
  if (resizeTo !== undefined && fit !== 'cover')
    throw unexpected('fit with resizeTo', "'cover'", fit);
  if (background.length !== channels)
    throw unexpected('background', `${channels} numbers`, `[${background.join(', ')}]`);
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
    background: [...background, 0, 0, 0].slice(0, 4),
  };
}

function extent(name: string, value: number): number {
  return integer(name, value, 1, maxExtent);
}

function resolve(options: PixelOptions<PixelDType> & Partial<GeometryOptions>): NativeRowOptions {
  const { dtype = 'uint8', range, normalize } = options;
  oneOf('dtype', dtype, ['uint8', 'float16', 'float32']);
  if (dtype === 'uint8' && (range ?? normalize) !== undefined) {
    throw unexpected('dtype with range or normalize', "'float32' or 'float16'", dtype);
  }
  const { jitter, size, order } = options;
  if (jitter !== undefined && size === undefined)
    throw unexpected('jitter', 'a size with it', 'none');
  if (jitter !== undefined && order === 'cmyk')
    throw unexpected('order with jitter', "'rgb' or 'bgr'", order);
  const channels = channelsOf(options);
  return {
    image: packImageOptions(options),
    ...resolveGeometry(options, channels),
    jitter: jitter && resolveJitter(jitter),
    ...(dtype === 'uint8' ? identity : affineOf(channels, range ?? [0, 1], normalize)),
    dtype,
  };
}

/**
 * A Decoder of JPEGs: each sample is read, decoded, cropped, resized, flipped, cast, normalised and laid
 * out in one native pass, straight into its row of the batch.
 *
 * With `size` the batch is one NDArray [n, height, width, channels], or [n, channels, height, width]
 * with `layout: 'CHW'`; without, an NDArray for each sample, of the image's own size.
 *
 * Random choices come from the row's key alone (`docs/jpeg.md` has the generator).
 *
 * @throws TypeError for options that cannot be. Decoding a sample fails with what {@link decodeJpeg}
 *   throws.
 */
export function jpeg<D extends PixelDType = 'uint8'>(
  options: PixelOptions<D> & GeometryOptions,
): NativeDecoder<ByteInput, NDArray<D>>;
export function jpeg<D extends PixelDType = 'uint8'>(
  options?: PixelOptions<D> & { readonly size?: never },
): NativeDecoder<ByteInput, NDArray<D>[]>;
export function jpeg(options: PixelOptions<PixelDType> & Partial<GeometryOptions> = {}): unknown {
  const handle = native.jpegDecoder(resolve(options));
  const side = options.size === undefined ? variableSide(handle) : singleColumnSide(handle);
  return createNativeDecoder(side as NativeDecoderSide<ByteInput, unknown>);
}

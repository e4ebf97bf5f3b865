/**
 * Pictures of any format, told by content, to arrays and batches.
 *
 * @module
 */
export type {
  AlphaOption,
  GeometryOptions,
  ImageWarning,
  Jitter,
  JitterRange,
  JpegBackendName,
  Layout,
  Normalize,
  PixelDType,
  Region,
} from '@dareblopy/core/internal';
export type { DecodeImageOptions, TolerantImage } from './decode-image.ts';
export { decodeImage, decodeImageSync } from './decode-image.ts';
export type { AnyImageOptions, PixelOptions } from './image.ts';
export { image } from './image.ts';
export type { ImageOptions } from './image-options.ts';
export type { ImageInfo, ReadImageInfoOptions } from './read-image-info.ts';
export { readImageInfo, readImageInfoSync, readImageInfos } from './read-image-info.ts';

/**
 * PNGs to arrays and batches, and back.
 *
 * @module
 */
export type {
  AlphaOption,
  GeometryOptions,
  Jitter,
  JitterRange,
  Layout,
  Normalize,
  Region,
} from '@dareblopy/core/internal';
export type { DecodePngOptions, PngWarning, TolerantPng } from './decode-png.ts';
export { decodePng, decodePngSync } from './decode-png.ts';
export type { EncodePngOptions } from './encode-png.ts';
export { encodePng, encodePngSync } from './encode-png.ts';
export type { ImageOptions } from './image-options.ts';
export type { PixelOptions, PngDType, PngOptions } from './png.ts';
export { png } from './png.ts';
export type { PngInfo, ReadPngInfoOptions } from './read-png-info.ts';
export { readPngInfo, readPngInfoSync, readPngInfos } from './read-png-info.ts';

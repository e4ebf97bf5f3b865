/**
 * JPEGs to arrays and batches, and back.
 *
 * @module
 */
export type {
  GeometryOptions,
  Jitter,
  JitterRange,
  JpegBackendName,
  Layout,
  Normalize,
  PixelDType,
  Region,
} from '@dareblopy/core/internal';
export type { JpegBackend } from './backend.ts';
export { jpegBackends, setDefaultJpegBackend } from './backend.ts';
export type { DecodeJpegOptions, JpegWarning, TolerantImage } from './decode-jpeg.ts';
export { decodeJpeg, decodeJpegSync } from './decode-jpeg.ts';
export type { EncodeJpegOptions } from './encode-jpeg.ts';
export { encodeJpeg, encodeJpegSync } from './encode-jpeg.ts';
export type { GridOptions } from './grid.ts';
export { makeGrid, saveGrid } from './grid.ts';
export type { ImageOptions } from './image-options.ts';
export type { JpegOptions, PixelOptions } from './jpeg.ts';
export { jpeg } from './jpeg.ts';
export type { JpegInfo, ReadJpegInfoOptions } from './read-jpeg-info.ts';
export { readJpegInfo, readJpegInfoSync, readJpegInfos } from './read-jpeg-info.ts';
export type { RepackJpegOptions, RestartInterval } from './repack-jpeg.ts';
export { repackJpeg } from './repack-jpeg.ts';

/**
 * The native addon, loaded, with its raw contract. No policy lives here: errors, options and resources
 * are `@dareblopy/core`'s, which is what applications use.
 *
 * @module
 */
import type { BatchNatives } from './contract/batch.ts';
import type { BridgeNatives } from './contract/bridge.ts';
import type { ImageNatives } from './contract/image.ts';
import type { IoNatives } from './contract/io.ts';
import type { JpegNatives } from './contract/jpeg.ts';
import type { PngNatives } from './contract/png.ts';
import type { StreamNatives } from './contract/stream.ts';
import type { TarNatives } from './contract/tar.ts';
import type { TfrecordNatives } from './contract/tfrecord.ts';
import type { ZipNatives } from './contract/zip.ts';
import { cutBytes } from './cut-bytes.ts';
import { loadAddon } from './load.ts';

export type * from './contract/batch.ts';
export type * from './contract/bridge.ts';
export type * from './contract/handles.ts';
export type * from './contract/image.ts';
export type * from './contract/io.ts';
export type * from './contract/jpeg.ts';
export type * from './contract/png.ts';
export type * from './contract/stream.ts';
export type * from './contract/tar.ts';
export type * from './contract/tfrecord.ts';
export type * from './contract/zip.ts';

export interface NativeAddon
  extends BridgeNatives,
    ImageNatives,
    IoNatives,
    BatchNatives,
    JpegNatives,
    PngNatives,
    StreamNatives,
    TarNatives,
    TfrecordNatives,
    ZipNatives {}

export const native: NativeAddon = loadAddon() as NativeAddon;
// V8 makes many views faster than Node-API does.
native.setBytesCutter(cutBytes);

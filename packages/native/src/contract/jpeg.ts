import type { CancelHandle, DecoderHandle, NativeItems } from './handles.ts';

export interface NativeJpegBackend {
  readonly name: string;
  readonly library: string;
  readonly version: string;
}

export interface NativeRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Complete: the defaults are `@dareblopy/jpeg`'s. */
export interface NativeImageOptions {
  readonly backend: string;
  readonly format: 'gray' | 'rgb' | 'bgr' | 'rgba' | 'bgra' | 'cmyk';
  readonly layout: 'HWC' | 'CHW';
  readonly dct: 'islow' | 'ifast';
  readonly fancyUpsampling: boolean;
  /** 1 to 16. */
  readonly scaleEighths: number;
  readonly region?: NativeRegion | undefined;
  readonly applyOrientation: boolean;
  readonly tolerant: boolean;
  readonly maxPixels: number;
  readonly maxScans: number;
}

export interface NativeRowOptions extends NativeImageOptions {
  /** Height, width; without it the decoder gives a list of images, and the geometry is not looked at. */
  readonly size?: readonly [height: number, width: number] | undefined;
  readonly fit: 'cover' | 'stretch' | 'pad' | 'none';
  readonly crop: 'center' | 'random' | 'random-resized';
  /** 0: as `size` demands. */
  readonly resizeTo: number;
  readonly area: readonly [number, number];
  readonly ratio: readonly [number, number];
  readonly flipHorizontal: number;
  readonly flipVertical: number;
  readonly salt: bigint;
  readonly resample: 'nearest' | 'bilinear' | 'triangle' | 'area';
  readonly exact: boolean;
  readonly dtype: 'uint8' | 'float16' | 'float32';
  /** Four values each: value * scale + bias, from the bytes' 0 to 255. */
  readonly scale: readonly number[];
  readonly bias: readonly number[];
  readonly background: readonly number[];
}

export interface NativeDecodedJpeg {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBufferLike>;
  readonly warnings: readonly { readonly message: string; readonly offset: number }[];
}

/** The members of a header in the order in which native code lists them. */
export type NativeJpegInfo = readonly [
  width: number,
  height: number,
  components: number,
  precision: number,
  process: number,
  colorSpace: number,
  subsampling: string,
  arithmetic: number,
  restartInterval: number,
  orientation: number,
  densityUnit: number,
  densityX: number,
  densityY: number,
  exif: Uint8Array<ArrayBuffer> | undefined,
  icc: Uint8Array<ArrayBuffer> | undefined,
];

export interface NativeInfoWanted {
  readonly exif: boolean;
  readonly icc: boolean;
}

export interface NativeEncodeOptions {
  readonly backend: string;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly layout: 'HWC' | 'CHW';
  readonly quality: number;
  readonly subsampling: string;
  readonly progressive: boolean;
  readonly optimize: boolean;
}

export interface JpegNatives {
  jpegBackends(): NativeJpegBackend[];
  jpegDecoder(options: NativeRowOptions): DecoderHandle;
  /** The first item's pixels, in a fresh array or from the start of `into`. */
  decodeJpeg(
    items: NativeItems,
    options: NativeImageOptions,
    into: Uint8Array<ArrayBufferLike> | undefined,
    direct: boolean,
    cancel: CancelHandle | undefined,
  ): Promise<NativeDecodedJpeg>;
  decodeJpegSync(
    items: NativeItems,
    options: NativeImageOptions,
    into: Uint8Array<ArrayBufferLike> | undefined,
  ): NativeDecodedJpeg;
  readJpegInfo(
    items: NativeItems,
    wanted: NativeInfoWanted,
    cancel: CancelHandle | undefined,
  ): Promise<NativeJpegInfo[]>;
  readJpegInfoSync(items: NativeItems, wanted: NativeInfoWanted): NativeJpegInfo;
  /** Of bytes in JavaScript's memory, which are not copied. */
  jpegInfoOf(data: ArrayBuffer | ArrayBufferView, wanted: NativeInfoWanted): NativeJpegInfo;
  encodeJpeg(
    pixels: Uint8Array<ArrayBufferLike>,
    options: NativeEncodeOptions,
    cancel: CancelHandle | undefined,
  ): Promise<Uint8Array<ArrayBuffer>>;
  encodeJpegSync(
    pixels: Uint8Array<ArrayBufferLike>,
    options: NativeEncodeOptions,
  ): Uint8Array<ArrayBuffer>;
}

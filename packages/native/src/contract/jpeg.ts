import type { CancelHandle, DecoderHandle, NativeItems } from './handles.ts';

export interface NativeJpegBackend {
  readonly name: string;
  readonly library: string;
  readonly version: string;
}

/** Complete: the defaults are `@dareblopy/jpeg`'s. */
export interface NativeRowOptions {
  /** Packed: see packImageOptions of `@dareblopy/jpeg`. */
  readonly image: Float64Array;
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
  /** From and to of each factor; not looked at without `size`. */
  readonly jitter?:
    | Readonly<Record<'brightness' | 'contrast' | 'saturation', readonly [number, number]>>
    | undefined;
}

export interface NativeDecodedJpeg {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBufferLike>;
  readonly warnings: readonly NativeJpegWarning[];
}

export interface NativeJpegWarning {
  readonly message: string;
  readonly offset: number;
}

/** What a header crosses as: 20 numbers, in the order in which `@dareblopy/jpeg` reads them. */
export interface NativeJpegInfos {
  readonly numbers: Float64Array;
  /** When any were wanted: of each header. */
  readonly parts?: readonly NativeInfoParts[];
}

export type NativeInfoParts = readonly [
  exif: Uint8Array<ArrayBuffer> | undefined,
  icc: Uint8Array<ArrayBuffer> | undefined,
];

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

export interface NativeRepackOptions {
  /** Rows of MCUs, or MCUs, from one restart marker to the next; 0 both: no markers. */
  readonly restartRows: number;
  readonly restartMcus: number;
  readonly optimize: boolean;
  readonly progressive: boolean;
  readonly keepIcc: boolean;
  readonly keepExif: boolean;
  readonly maxPixels: number;
  readonly maxScans: number;
}

export interface JpegNatives {
  jpegBackends(): NativeJpegBackend[];
  jpegDecoder(options: NativeRowOptions): DecoderHandle;
  /** The first item's pixels, in a fresh array or from the start of `into`. */
  decodeJpeg(
    items: NativeItems,
    options: Float64Array,
    into: Uint8Array<ArrayBufferLike> | undefined,
    direct: boolean,
    cancel: CancelHandle | undefined,
  ): Promise<NativeDecodedJpeg>;
  /**
   * On the calling thread, of an item or of bytes in JavaScript's memory, which are not copied. Width
   * and height replace the first two options; the answer is a fresh array, or undefined with `into`.
   * Warnings are added to the list.
   */
  decodeJpegSync(
    source: NativeItems | ArrayBuffer | ArrayBufferView,
    options: Float64Array,
    into: Uint8Array<ArrayBufferLike> | undefined,
    warnings: NativeJpegWarning[] | undefined,
  ): Uint8Array<ArrayBuffer> | undefined;
  /** `wanted`: bit 0 for EXIF, bit 1 for ICC. */
  readJpegInfo(
    items: NativeItems,
    wanted: number,
    cancel: CancelHandle | undefined,
  ): Promise<NativeJpegInfos>;
  /** Fills `numbers`; answers the parts when any are wanted. */
  readJpegInfoSync(
    items: NativeItems,
    wanted: number,
    numbers: Float64Array,
  ): NativeInfoParts | undefined;
  /** Of bytes in JavaScript's memory, which are not copied. */
  jpegInfoOf(
    data: ArrayBuffer | ArrayBufferView,
    wanted: number,
    numbers: Float64Array,
  ): NativeInfoParts | undefined;
  encodeJpeg(
    pixels: Uint8Array<ArrayBufferLike>,
    options: NativeEncodeOptions,
    cancel: CancelHandle | undefined,
  ): Promise<Uint8Array<ArrayBuffer>>;
  encodeJpegSync(
    pixels: Uint8Array<ArrayBufferLike>,
    options: NativeEncodeOptions,
  ): Uint8Array<ArrayBuffer>;
  /** Of the first item. */
  repackJpeg(
    items: NativeItems,
    options: NativeRepackOptions,
    cancel: CancelHandle | undefined,
  ): Promise<Uint8Array<ArrayBuffer>>;
}

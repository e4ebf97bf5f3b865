import type { CancelHandle, NativeItems } from './handles.ts';

export interface NativeJpegBackend {
  readonly name: string;
  readonly library: string;
  readonly version: string;
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

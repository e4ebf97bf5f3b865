import type { CancelHandle, DecoderHandle, NativeItems } from './handles.ts';

/** Complete: the defaults are the packages' of the formats. */
export interface NativeRowOptions {
  /** Packed: see packImageOptions of `@dareblopy/core`. */
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
  readonly dtype: 'uint8' | 'uint16' | 'float16' | 'float32';
  /** Four values each: value * scale + bias, from the bytes' 0 to 255. */
  readonly scale: readonly number[];
  readonly bias: readonly number[];
  readonly background: readonly number[];
  /** From and to of each factor; not looked at without `size`. */
  readonly jitter?:
    | Readonly<Record<'brightness' | 'contrast' | 'saturation', readonly [number, number]>>
    | undefined;
}

export interface NativeDecodedImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBufferLike> | Uint16Array<ArrayBufferLike>;
  readonly warnings: readonly NativeImageWarning[];
}

export interface NativeImageWarning {
  readonly message: string;
  readonly offset: number;
}

/** Of pictures of any format; the packed options name the codec. */
export interface ImageNatives {
  imageDecoder(options: NativeRowOptions): DecoderHandle;
  /** The first item's pixels, in a fresh array or from the start of `into`. */
  decodeImage(
    items: NativeItems,
    options: Float64Array,
    into: Uint8Array<ArrayBufferLike> | Uint16Array<ArrayBufferLike> | undefined,
    direct: boolean,
    cancel: CancelHandle | undefined,
  ): Promise<NativeDecodedImage>;
  /**
   * On the calling thread, of an item or of bytes in JavaScript's memory, which are not copied. Width
   * and height replace the first two options; the answer is a fresh array, or undefined with `into`.
   * Warnings are added to the list.
   */
  decodeImageSync(
    source: NativeItems | ArrayBuffer | ArrayBufferView,
    options: Float64Array,
    into: Uint8Array<ArrayBufferLike> | Uint16Array<ArrayBufferLike> | undefined,
    warnings: NativeImageWarning[] | undefined,
  ): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | undefined;
  /** 16 numbers of each item's header. `codec`: its place among the packages' names, as in the packed options. */
  readImageInfo(
    codec: number,
    items: NativeItems,
    cancel: CancelHandle | undefined,
  ): Promise<Float64Array>;
  /** Of one, on the calling thread; fills `numbers`. */
  readImageInfoSync(
    codec: number,
    source: NativeItems | ArrayBuffer | ArrayBufferView,
    numbers: Float64Array,
  ): void;
}

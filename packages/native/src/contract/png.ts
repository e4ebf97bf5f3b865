import type { CancelHandle } from './handles.ts';

export interface NativeEncodePngOptions {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly layout: 'HWC' | 'CHW';
  /** 16 bits a sample. */
  readonly wide: boolean;
  readonly level: number;
  /** Three bytes an entry: the pixels are indices. */
  readonly palette?: Uint8Array | undefined;
}

export interface PngNatives {
  encodePng(
    pixels: Uint8Array<ArrayBufferLike> | Uint16Array<ArrayBufferLike>,
    options: NativeEncodePngOptions,
    cancel: CancelHandle | undefined,
  ): Promise<Uint8Array<ArrayBuffer>>;
  encodePngSync(
    pixels: Uint8Array<ArrayBufferLike> | Uint16Array<ArrayBufferLike>,
    options: NativeEncodePngOptions,
  ): Uint8Array<ArrayBuffer>;
}

import type { SourceSetHandle } from '@dareblopy/native';

export interface BytesOptions<B extends ArrayBufferLike = ArrayBuffer> {
  /**
   * Filled from its start; the answer is a view of exactly what was written. Not to be read or
   * transferred before the promise settles. RangeError when it is too small.
   */
  readonly into?: Uint8Array<B>;
  readonly signal?: AbortSignal;
}

/** Bytes from somewhere: a file, a ZIP entry, a record, memory, a slice of any of them. Shaped like `Blob`. */
export interface ByteSource {
  /** For messages, and what collections list. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** A part, by the rules of `Blob.slice`: negative numbers count from the end. */
  slice(start?: number, end?: number): ByteSource;
  bytes<B extends ArrayBufferLike = ArrayBuffer>(options?: BytesOptions<B>): Promise<Uint8Array<B>>;
  arrayBuffer(): Promise<ArrayBuffer>;
  /** UTF-8, as `Blob.text`. */
  text(): Promise<string>;
  stream(): ReadableStream<Uint8Array>;
}

/**
 * What can be read as bytes. A string is a path, a URL a `file:` URL.
 */
export type ByteInput = string | URL | ArrayBuffer | ArrayBufferView | Blob | ByteSource;

/** Takes the native side of sources, so that reading, checking and decoding are one native job. */
export interface NativeItemSink {
  /** `end` -1 is "to the end". */
  add(set: SourceSetHandle, index: number, begin: number, end: number): void;
}

/** The member by which a ByteSource hands over its native side. */
export const nativeItem: unique symbol = Symbol.for('dareblopy.source') as never;

/** A ByteSource with a native side. */
export interface NativeSource {
  [nativeItem](sink: NativeItemSink): void;
}

export function isNativeSource(value: unknown): value is NativeSource {
  return typeof value === 'object' && value !== null && nativeItem in value;
}

/** Any object with the members of a ByteSource, or a Blob. */
export function isByteSource(value: unknown): value is ByteSource {
  const source = value as Partial<ByteSource> | null;
  return (
    typeof source === 'object' &&
    source !== null &&
    typeof source.slice === 'function' &&
    typeof source.size === 'number' &&
    (typeof source.bytes === 'function' || typeof source.arrayBuffer === 'function') &&
    !ArrayBuffer.isView(value)
  );
}

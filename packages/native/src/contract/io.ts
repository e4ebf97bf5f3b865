import type { CancelHandle, NativeItems, SourceSetHandle } from './handles.ts';

/**
 * Items in arrays with a buffer each. Small ones lie one after the other in the slab instead: they have
 * sizes, and no array.
 */
export type ReadArrays = readonly [
  arrays: (Uint8Array<ArrayBuffer> | undefined)[],
  slab?: Uint8Array<ArrayBuffer>,
  sizes?: Uint32Array<ArrayBuffer>,
];

/** Items one after the other in one array, and the bytes of each. */
export type ReadParts = readonly [whole: Uint8Array<ArrayBufferLike>, sizes: Float64Array];

export interface OpenedFile {
  readonly set: SourceSetHandle;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Items in memory, and what reading them took. */
export interface LoadedItems {
  readonly sets: readonly SourceSetHandle[];
  /** Reads that it took: items that lie close together share one. */
  readonly reads: number;
  /** Summed over the threads that read. */
  readonly nanos: number;
  readonly bytes: number;
  /** Bytes of the largest item. */
  readonly largest: number;
}

export interface IoNatives {
  readItems(items: NativeItems, cancel: CancelHandle | undefined): Promise<ReadArrays>;
  /**
   * Reads into `into`, or a fresh array; RangeError when it is too small. `direct`: from the pool
   * directly, only for memory that JavaScript cannot detach.
   */
  readItemsInto(
    items: NativeItems,
    into: Uint8Array<ArrayBufferLike> | undefined,
    direct: boolean,
    cancel: CancelHandle | undefined,
  ): Promise<ReadParts>;
  /** Reads the first item on the calling thread: answers it, or its size where it is in `into`. */
  readItemSync(
    items: NativeItems,
    into: Uint8Array<ArrayBufferLike> | undefined,
  ): Uint8Array<ArrayBuffer> | number;
  /**
   * Reads items into memory on I/O threads, all at once, as sets of so many of them each. Those that fail do
   * so when they are read.
   */
  loadItems(
    items: NativeItems,
    counts: Float64Array,
    cancel: CancelHandle | undefined,
  ): Promise<LoadedItems>;
  /** Size of the first item in bytes; may ask the system. */
  itemSize(items: NativeItems): number;
  sourceCount(set: SourceSetHandle): number;
  sourceName(set: SourceSetHandle, index: number): string;
  /** Copies the bytes. */
  memorySet(
    views: readonly (ArrayBuffer | ArrayBufferView)[],
    names?: readonly string[],
  ): SourceSetHandle;
  /**
   * Functions that never throw: `fetch` begins to fetch ranges of a late source, three numbers each
   * (the request, begin, end), and answers each with `deliverLate` or `failLate`; `forget` is told when
   * nothing can ask for the source any more.
   */
  setLateFetcher(
    fetch: (source: number, requests: Float64Array) => void,
    forget: (source: number) => void,
  ): void;
  /** A set of one item whose bytes are fetched by that. */
  lateSet(source: number, name: string, size: number): SourceSetHandle;
  /** The bytes are copied. */
  deliverLate(request: number, bytes: Uint8Array): void;
  failLate(request: number, code: string, message: string): void;
  /** `count` paths, joined by NUL. */
  pathSet(paths: string, count: number): SourceSetHandle;
  openFile(path: string, cancel: CancelHandle | undefined): Promise<OpenedFile>;
  listFolder(
    path: string,
    glob: string,
    followSymlinks: boolean,
    cancel: CancelHandle | undefined,
  ): Promise<SourceSetHandle>;
}

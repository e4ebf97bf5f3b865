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
  /** Size of the first item in bytes; may ask the system. */
  itemSize(items: NativeItems): number;
  sourceCount(set: SourceSetHandle): number;
  sourceName(set: SourceSetHandle, index: number): string;
  /** Copies the bytes. */
  memorySet(
    views: readonly (ArrayBuffer | ArrayBufferView)[],
    names?: readonly string[],
  ): SourceSetHandle;
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

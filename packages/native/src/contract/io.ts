import type { CancelHandle, NativeItems, SourceSetHandle } from './handles.ts';

export interface ReadOptions {
  /** All items one after the other in this array; RangeError when it is too small. */
  readonly into?: Uint8Array<ArrayBufferLike>;
  /** Write to `into` from the pool directly: only for memory that JavaScript cannot detach. */
  readonly direct?: boolean;
  /** Results are parts of one fresh buffer. */
  readonly shared?: boolean;
}

export interface OpenedFile {
  readonly set: SourceSetHandle;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface IoNatives {
  readItems(
    items: NativeItems,
    options: ReadOptions,
    cancel: CancelHandle | undefined,
  ): Promise<Uint8Array<ArrayBufferLike>[]>;
  /** Reads the first item on the calling thread. */
  readItemSync(
    items: NativeItems,
    into: Uint8Array<ArrayBufferLike> | undefined,
  ): Uint8Array<ArrayBufferLike>;
  /** Size of the first item in bytes; may ask the system. */
  itemSize(items: NativeItems): number;
  sourceCount(set: SourceSetHandle): number;
  sourceName(set: SourceSetHandle, index: number): string;
  /** Copies the bytes. */
  memorySet(
    views: readonly (ArrayBuffer | ArrayBufferView)[],
    names?: readonly string[],
  ): SourceSetHandle;
  pathSet(paths: readonly string[]): SourceSetHandle;
  openFile(path: string, cancel: CancelHandle | undefined): Promise<OpenedFile>;
  listFolder(
    path: string,
    glob: string,
    followSymlinks: boolean,
    cancel: CancelHandle | undefined,
  ): Promise<SourceSetHandle>;
}

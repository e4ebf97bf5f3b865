import type { CancelHandle, Handle, NativeItems, SourceSetHandle } from './handles.ts';
import type { AheadOptions, BlockStreamHandle } from './stream.ts';

/** An archive being written. */
export type TarWriterHandle = Handle<'TarWriter'>;

export interface TarOpenOptions {
  readonly maxEntryBytes: number;
  readonly maxEntries: number;
  /** Keep an index beside each archive. */
  readonly cache: boolean;
  readonly staleIsError: boolean;
  /** Where each archive's index is kept; empty: as `cache` says. */
  readonly indexPaths: readonly string[];
}

export interface OpenedTar {
  readonly set: SourceSetHandle;
  readonly count: number;
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly entries: number;
    /** A checksum of bytes sampled all over the archive. */
    readonly sample: number;
    readonly fromIndexFile: boolean;
  }[];
}

/** `modified`: seconds since 1970; `offset`: of the data in the archive with this number. */
export type TarStat = readonly [size: number, modified: number, offset: number, file: number];

export interface TarStreamOptions extends AheadOptions {
  readonly maxEntryBytes: number;
}

export interface TarEntryInfo {
  readonly name: string;
  /** Seconds since 1970. */
  readonly modified: number;
  readonly mode: number;
}

export interface TarNatives {
  tarOpen(
    items: NativeItems,
    options: TarOpenOptions,
    cancel: CancelHandle | undefined,
  ): Promise<OpenedTar>;
  tarStream(items: NativeItems, options: TarStreamOptions): BlockStreamHandle;
  /** Index of the last entry of that name, or -1. */
  tarFind(set: SourceSetHandle, name: string): number;
  /** As zipFindAll. */
  tarFindAll(set: SourceSetHandle, names: string, count: number): Float64Array | undefined;
  /** Entries that match and are found under their name, in the order of the archives. */
  tarGlob(set: SourceSetHandle, pattern: string): Uint32Array<ArrayBuffer>;
  tarList(set: SourceSetHandle, prefix: string): Uint32Array<ArrayBuffer>;
  tarStat(set: SourceSetHandle, index: number): TarStat;

  tarCreate(path: string): Promise<TarWriterHandle>;
  /** Of the calls on one writer, one at a time. */
  tarAdd(
    writer: TarWriterHandle,
    items: NativeItems,
    info: TarEntryInfo,
    cancel: CancelHandle | undefined,
  ): Promise<void>;
  /** Ends the archive and gives the file its name. */
  tarClose(writer: TarWriterHandle): Promise<void>;
}

import type { CancelHandle, Handle, NativeItems, SourceSetHandle } from './handles.ts';

export interface ZipOpenOptions {
  readonly maxEntryBytes: number;
  readonly maxEntries: number;
  readonly maxRatio: number;
  readonly verify: boolean;
}

export interface OpenedZip {
  readonly set: SourceSetHandle;
  readonly count: number;
  readonly comment: string;
}

/**
 * What the directory says of an entry. `modified`: seconds since 1970 where `modifiedIsUnix` is 1, else
 * MS-DOS date (high half) and time, local.
 */
export type ZipStat = readonly [
  size: number,
  compressedSize: number,
  crc32: number,
  method: number,
  modified: number,
  modifiedIsUnix: number,
  encrypted: number,
];

export interface ZipEntryInfo {
  readonly name: string;
  readonly comment: string;
  /** MS-DOS date (high half) and time, local. */
  readonly dosModified: number;
  /** Seconds since 1970. */
  readonly unixModified: number;
  readonly align: number;
}

export type ZipStreamHandle = Handle<'ZipStream'>;
export type ZipPackedHandle = Handle<'ZipPacked'>;
export type ZipWriterHandle = Handle<'ZipWriter'>;
/** Many sources that are being packed. */
export type ZipPackHandle = Handle<'ZipPack'>;

export interface ZipPackEntries {
  readonly names: readonly string[];
  /** Left out: none has one. */
  readonly comments?: readonly string[];
  /** Five an entry: MS-DOS time, seconds since 1970, alignment, method, level. */
  readonly numbers: Float64Array;
}

export interface ZipPackFolderOptions {
  readonly prefix: string;
  readonly align: number;
  readonly method: number;
  readonly level: number;
}

export interface ZipNatives {
  /** The archive in the first item. */
  zipOpen(
    items: NativeItems,
    options: ZipOpenOptions,
    cancel: CancelHandle | undefined,
  ): Promise<OpenedZip>;
  /** Index of the last entry of that name, or -1. */
  zipFind(set: SourceSetHandle, name: string): number;
  /**
   * The entries of these names, `count` of them joined by NUL; undefined where one is not there, or
   * holds a NUL itself.
   */
  zipFindAll(set: SourceSetHandle, names: string, count: number): Float64Array | undefined;
  /** Reads on the calling thread; its size, or -1 where it is not there or longer than `into`. */
  zipReadShort(set: SourceSetHandle, name: string, into: Uint8Array<ArrayBuffer>): number;
  /** Files that match and are found under their name, in the archive's order. */
  zipGlob(set: SourceSetHandle, pattern: string): Uint32Array<ArrayBuffer>;
  /** All entries whose names begin with `prefix`, in the archive's order. */
  zipList(set: SourceSetHandle, prefix: string): Uint32Array<ArrayBuffer>;
  zipStat(set: SourceSetHandle, index: number): ZipStat;
  zipComment(set: SourceSetHandle, index: number): string;
  /** A digest of the names, sizes and CRC-32s of these entries (all where undefined). */
  zipFingerprint(set: SourceSetHandle, indices: Uint32Array | undefined): string;
  /**
   * A stored entry mapped copy-on-write (a copy where it cannot be mapped). `verify`: its CRC-32 is
   * checked before the array is handed out.
   */
  zipView(set: SourceSetHandle, index: number, verify: boolean): Uint8Array<ArrayBuffer>;

  zipStream(set: SourceSetHandle, index: number): ZipStreamHandle;
  /** Empty at the end; one call at a time. */
  zipStreamRead(
    stream: ZipStreamHandle,
    maxBytes: number,
    cancel: CancelHandle | undefined,
  ): Promise<Uint8Array<ArrayBuffer>>;

  /** Reads, compresses and sums up the first item; `method` 0, 8 or 30. */
  zipPack(
    items: NativeItems,
    method: number,
    level: number,
    cancel: CancelHandle | undefined,
  ): Promise<ZipPackedHandle>;
  zipCreate(path: string): Promise<ZipWriterHandle>;
  /** Of the calls on one writer, one at a time. */
  zipAdd(writer: ZipWriterHandle, packed: ZipPackedHandle, info: ZipEntryInfo): Promise<void>;
  /**
   * Packs and appends on the calling thread; false, with nothing done, where that takes longer than
   * handing it to another one. Not while another call on the writer is under way.
   */
  zipAddNow(
    writer: ZipWriterHandle,
    bytes: Uint8Array,
    info: ZipEntryInfo,
    method: number,
    level: number,
  ): boolean;
  /** So far; `bytes` before compression. */
  zipWritten(writer: ZipWriterHandle): [entries: number, bytes: number];
  zipPackMany(writer: ZipWriterHandle, items: NativeItems, entries: ZipPackEntries): ZipPackHandle;
  /**
   * The files of a folder's set, with their own times. `local`: what clocks show, two numbers a change:
   * from when (seconds since 1970), seconds ahead of UTC.
   */
  zipPackFolder(
    writer: ZipWriterHandle,
    folder: SourceSetHandle,
    options: ZipPackFolderOptions,
    local: Float64Array,
  ): ZipPackHandle;
  /** Packs the sources from `begin` to `end`. Several calls may be under way, in ascending order. */
  zipPackRun(
    pack: ZipPackHandle,
    begin: number,
    end: number,
    cancel: CancelHandle | undefined,
  ): Promise<void>;
  zipBegin(
    writer: ZipWriterHandle,
    info: ZipEntryInfo,
    method: number,
    level: number,
  ): Promise<void>;
  /** The bytes are copied before it returns. */
  zipWrite(writer: ZipWriterHandle, bytes: Uint8Array): Promise<void>;
  zipEnd(writer: ZipWriterHandle): Promise<void>;
  /** Writes the directory and gives the file its name; `sync`: once the device has it. */
  zipClose(writer: ZipWriterHandle, comment: string, sync: boolean): Promise<void>;
}

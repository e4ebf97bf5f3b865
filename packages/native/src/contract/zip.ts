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
  zipBegin(
    writer: ZipWriterHandle,
    info: ZipEntryInfo,
    method: number,
    level: number,
  ): Promise<void>;
  /** The bytes are copied before it returns. */
  zipWrite(writer: ZipWriterHandle, bytes: Uint8Array): Promise<void>;
  zipEnd(writer: ZipWriterHandle): Promise<void>;
  /** Writes the directory and gives the file its name. */
  zipClose(writer: ZipWriterHandle, comment: string): Promise<void>;
}

import type { ByteSource } from '../source/byte-source.ts';
import type { ModeTraits } from './file-mode.ts';

export interface FileStat {
  readonly kind: 'file' | 'directory';
  /** Bytes; 0 for a directory. */
  readonly size: number;
  /** When it was last written, where that is known. */
  readonly modified?: Date;
}

/** What a file object reads from and writes to. */
export interface FileContent {
  readonly size: number;
  readonly modified?: Date;
  /** The native side, or anything else that reads it as a whole: for files that are only read. */
  readonly source?: ByteSource;
  /** Up to `length` bytes from `offset`; fewer at the end. */
  readAt(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Only where it was opened for writing. Beyond the end, the gap is filled with zeros. */
  writeAt(offset: number, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Something mounted. Names are relative to it, normalised, and '' is its root. A missing file is
 * undefined or a DareblopyError IO_NOT_FOUND; where `writable` is false the writing methods are not called.
 */
export interface Mount {
  readonly writable: boolean;
  stat(name: string): Promise<FileStat | undefined>;
  /** Names of what lies directly in the directory, directories with a trailing `/`, in no order. */
  list(name: string): Promise<string[] | undefined>;
  open(name: string, mode: ModeTraits): Promise<FileContent>;
  rename(from: string, to: string): Promise<void>;
  /** A file, or an empty directory. */
  remove(name: string): Promise<void>;
  /** With those above it. No error where it exists. */
  createDirectory(name: string): Promise<void>;
}

/** An archive, as far as it can be mounted: what `openZip` answers is one. */
export interface MountableArchive {
  find(name: string): (ByteSource & { readonly modified?: Date }) | undefined;
  entries(prefix?: string): Iterable<{ readonly name: string }>;
}

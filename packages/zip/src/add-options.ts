import type { ByteInput, ByteSource } from '@dareblopy/core';
import type { ZipEntryInfo } from '@dareblopy/native';
import { toDosTime } from './entry-time.ts';
import type { WriteMethod } from './method.ts';
import { methodNumber } from './method.ts';

export interface AddOptions {
  /** Default 'deflate'. What would not become smaller is stored. */
  readonly method?: WriteMethod;
  /** deflate: 1 (fast) to 12 (small), default 6. lz4: 1 (default), or 3 to 12 for denser and slower. */
  readonly level?: number;
  /** Default: now. */
  readonly modified?: Date;
  /** The data begin at a multiple of this many bytes, a power of two up to 32,768. Default 1. */
  readonly align?: number;
  readonly comment?: string;
  readonly signal?: AbortSignal;
}

/** One of {@link ZipWriter.addMany}'s; what it leaves out is as the call's options say. */
export interface EntryToAdd extends Omit<AddOptions, 'signal'> {
  /** Relative, with `/`; one that ends in `/` makes a directory. */
  readonly name: string;
  readonly source: ByteInput;
}

export interface AddFolderOptions extends Omit<AddOptions, 'modified' | 'comment'> {
  /** Which files, relative to the folder; default `**`. */
  readonly glob?: string;
  /** Put before every name, as `photos/`. Default: nothing. */
  readonly prefix?: string;
  /**
   * What is written in a file's place, as `(file) => repackJpeg(file)` of `@dareblopy/jpeg`; the name
   * stays. Called for 16 files at a time, whose native work runs in parallel. Default: the file itself.
   */
  readonly transform?: (file: ByteSource) => ByteInput | Promise<ByteInput>;
}

export function entryInfo(name: string, options: AddOptions): ZipEntryInfo {
  const { modified = new Date(), align = 1, comment = '' } = options;
  checkText('name', name);
  checkText('comment', comment);
  if (name === '') throw new RangeError('Expected a name but received an empty one');
  checkAlign(align);
  const time = modified.getTime();
  if (Number.isNaN(time)) throw new RangeError('Expected a valid date for modified');
  return {
    name,
    comment,
    align,
    dosModified: toDosTime(modified),
    unixModified: Math.floor(time / 1000),
  };
}

const mostText = 0xffff;
/** UTF-8 needs no more for a UTF-16 code unit. */
const mostUnitBytes = 3;

export function checkText(what: string, text: string): void {
  if (text.length * mostUnitBytes <= mostText || Buffer.byteLength(text) <= mostText) return;
  throw new RangeError(`Expected ${what} of at most 65,535 bytes`);
}

export function checkAlign(align: number): void {
  if (align >= 1 && align <= 32_768 && Number.isInteger(Math.log2(align))) return;
  throw new RangeError(`Expected align to be a power of two up to 32,768 but received ${align}`);
}

export function compression({ method = 'deflate', level }: AddOptions): {
  method: number;
  level: number;
} {
  const chosen = level ?? (method === 'lz4' ? 1 : 6);
  if (!Number.isInteger(chosen) || chosen < 1 || chosen > 12)
    throw new RangeError(`Expected level from 1 to 12 but received ${level}`);
  return { method: methodNumber(method), level: chosen };
}

import { NativeByteSource } from '@dareblopy/core/extend';
import type { SourceSetHandle, ZipStat } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { streamEntry } from './entry-stream.ts';
import { fromDosTime } from './entry-time.ts';
import type { EntryMethod } from './method.ts';
import { methodName } from './method.ts';

/**
 * An entry of an archive: a ByteSource, and what the central directory says of it. Making one reads nothing.
 * Its `name` is as it is in the archive: relative or not, with `/`, never used to write to disk by itself.
 */
export class ZipEntry extends NativeByteSource {
  #stat?: ZipStat;

  /** @internal Entries come from a {@link ZipArchive}. */
  constructor(set: SourceSetHandle, index: number) {
    super(set, index);
  }

  /** Bytes once read. */
  override get size(): number {
    return this.stat[0];
  }

  /** Bytes in the archive. */
  get compressedSize(): number {
    return this.stat[1];
  }

  /** CRC-32 of the plain bytes. */
  get crc32(): number {
    return this.stat[2];
  }

  get method(): EntryMethod {
    return methodName(this.stat[3]);
  }

  /** Last modification: exact to the second where the archive has an extended timestamp, else local time, two seconds fine. */
  get modified(): Date {
    const [, , , , modified, isUnix] = this.stat;
    return isUnix ? new Date(modified * 1000) : fromDosTime(modified);
  }

  get isEncrypted(): boolean {
    return this.stat[6] !== 0;
  }

  get isDirectory(): boolean {
    return this.name.endsWith('/');
  }

  get comment(): string {
    return native.zipComment(this.set, this.index);
  }

  /**
   * The bytes in parts, in little memory, for entries of any size; sizes and CRC-32 are checked at the
   * end, before the last part is handed out.
   */
  override stream(): ReadableStream<Uint8Array> {
    return streamEntry(this.set, this.index);
  }

  private get stat(): ZipStat {
    this.#stat ??= native.zipStat(this.set, this.index);
    return this.#stat;
  }
}

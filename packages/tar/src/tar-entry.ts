import { NativeByteSource } from '@dareblopy/core/extend';
import type { SourceSetHandle, TarStat } from '@dareblopy/native';
import { native } from '@dareblopy/native';

/**
 * A file in an archive: a ByteSource. Making one reads nothing. Its `name` is as it is in the archive, with `/`,
 * without `./` or `/` before it; never used to write to disk by itself.
 */
export class TarEntry extends NativeByteSource {
  #stat?: TarStat;

  /** @internal Entries come from a TarArchive. */
  constructor(set: SourceSetHandle, index: number) {
    super(set, index);
  }

  /** Bytes. */
  override get size(): number {
    return this.stat[0];
  }

  /** Last modification. */
  get modified(): Date {
    return new Date(this.stat[1] * 1000);
  }

  /** Where its bytes begin in its archive. */
  get offset(): number {
    return this.stat[2];
  }

  /** Which of `archive.files` it lies in. */
  get file(): number {
    return this.stat[3];
  }

  private get stat(): TarStat {
    this.#stat ??= native.tarStat(this.set, this.index);
    return this.#stat;
  }
}

/** A file that was read in order: its bytes are in native memory, for as long as it is kept. */
export class StreamedEntry extends NativeByteSource {}

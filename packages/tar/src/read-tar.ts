import { runtimeInfo } from '@dareblopy/core';
import { resolveItems, withSignal } from '@dareblopy/core/extend';
import { resolveInputs } from '@dareblopy/core/internal';
import type { BlockStreamHandle, NextBlock } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { TarInput } from './inputs.ts';
import { checkLimit } from './open-tar.ts';
import { groupStems, type StreamedGroup } from './stem-groups.ts';
import { StreamedEntry } from './tar-entry.ts';

export interface ReadTarOptions {
  /** LIMIT_EXCEEDED for a longer entry. Default 2^30. */
  readonly maxEntryBytes?: number;
  /**
   * Archives that are read, and decompressed, at the same time; their entries still come in the order of
   * the archives. Default: as many as the pool has threads. 1: one after the other.
   */
  readonly parallelFiles?: number;
  /** Entries that may wait in memory for their turn, in bytes, of all archives. Default 64 MiB. */
  readonly readAheadBytes?: number;
  readonly signal?: AbortSignal;
}

const defaultAhead = 64 << 20;
/** What is read of an archive in one go: a block, and a compressed archive that is inflated whole. */
const fileBytes = 65 << 20;

/**
 * The files in archives, in order. An iterable: each iteration opens the archives anew and reads ahead in
 * native blocks. Made by {@link readTar}.
 */
export class TarReader implements AsyncIterable<StreamedEntry> {
  readonly #inputs: TarInput;
  readonly #options: ReadTarOptions;

  /** @internal */
  constructor(inputs: TarInput, options: ReadTarOptions) {
    this.#inputs = inputs;
    this.#options = options;
  }

  /** Bytes that an iteration holds at most, beside what it gave out and one entry: a loader's `memoryBound()` has them. */
  memoryBound(): number {
    const { parallelFiles = runtimeInfo().threads, readAheadBytes = defaultAhead } = this.#options;
    return parallelFiles * fileBytes + (parallelFiles > 1 ? readAheadBytes : 0);
  }

  /** Each file as a source in native memory, which is kept for as long as it, or one read with it, is. */
  async *[Symbol.asyncIterator](): AsyncGenerator<StreamedEntry> {
    const { signal } = this.#options;
    const stream = await this.#open();
    const next = () =>
      quiet(withSignal(signal, (cancel) => native.nextBlock(stream, 2 ** 31, cancel)));
    let ahead = next();
    try {
      for (;;) {
        const { set, count = 0 } = await ahead;
        if (set === undefined) return;
        ahead = next();
        for (let index = 0; index < count; index++) {
          signal?.throwIfAborted();
          yield new StreamedEntry(set, index);
        }
      }
    } finally {
      native.closeHandle(stream); // the read ahead ends in peace, then the file is closed
    }
  }

  /**
   * Samples whose parts are files with the same stem that follow each other, as WebDataset writes them:
   * `a/0.jpg` and `a/0.cls` are the sample `{ key: 'a/0', jpg, cls }`. As core's `groupByStem` does for
   * collections; files with other extensions are passed over.
   *
   * Iterating throws a RangeError when a stem lacks one of `extensions`, or has it twice.
   */
  groupByStem<const E extends string>(
    extensions: readonly E[],
  ): AsyncIterable<StreamedGroup<E>> & { memoryBound(): number } {
    return {
      [Symbol.asyncIterator]: () => groupStems(this, extensions),
      memoryBound: () => this.memoryBound(),
    };
  }

  async #open(): Promise<BlockStreamHandle> {
    const { signal, parallelFiles, readAheadBytes = defaultAhead, maxEntryBytes } = this.#options;
    signal?.throwIfAborted();
    const inputs = await resolveInputs(this.#inputs);
    return native.tarStream(await resolveItems(inputs, signal), {
      parallelFiles,
      readAheadBytes,
      maxEntryBytes: maxEntryBytes ?? 2 ** 30,
    });
  }
}

/** An error of what is read ahead is told when it is its turn. */
function quiet(block: Promise<NextBlock>): Promise<NextBlock> {
  block.catch(() => {});
  return block;
}

/**
 * The files in tar archives, in order, across archives; compressed ones too (GZIP), told from
 * their bytes. Nothing is kept in memory but a few blocks.
 *
 * Iterating throws a DareblopyError TAR_NOT_AN_ARCHIVE, TAR_TRUNCATED, TAR_CORRUPT, TAR_UNSUPPORTED (sparse
 * files, hard links), GZIP_CORRUPT, GZIP_TRUNCATED or LIMIT_EXCEEDED, after what lies before it, and those of
 * opening a file.
 */
export function readTar(inputs: TarInput, options: ReadTarOptions = {}): TarReader {
  checkLimit('maxEntryBytes', options.maxEntryBytes ?? 0);
  for (const name of ['parallelFiles', 'readAheadBytes'] as const) {
    const value = options[name];
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) continue;
    throw new RangeError(`Expected \`${name}\` from 1 up but received ${String(value)}`);
  }
  return new TarReader(inputs, options);
}

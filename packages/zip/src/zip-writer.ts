import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteInput } from '@dareblopy/core';
import { openFolder } from '@dareblopy/core';
import { resolveItems, toPath, withSignal } from '@dareblopy/core/extend';
import { closeTemporary } from '@dareblopy/core/internal';
import type { ZipEntryInfo, ZipPackHandle, ZipWriterHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { AddFolderOptions, AddOptions, EntryToAdd } from './add-options.ts';
import { checkAlign, checkText, compression, entryInfo } from './add-options.ts';
import { localTimeTable } from './local-time.ts';
import { gatherEntries, Pace, packAll, packEntries } from './pack-all.ts';
import type { ZipProgress } from './progress.ts';
import { ProgressReport } from './progress.ts';

/** Bytes of unknown size, in parts. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export interface CreateZipOptions {
  /**
   * Called with what is written so far: ten times a second at most, and by `close()`. What it throws fails
   * the call under way.
   */
  readonly onProgress?: (progress: ZipProgress) => void;
}

export interface CloseZipOptions {
  /** The archive's. */
  readonly comment?: string;
  /**
   * Wait until the device has the bytes before the file gets its name, so that a power cut cannot leave the
   * name without them. Default true; what it costs is in docs/zip.md.
   */
  readonly sync?: boolean;
}

/** Files of a folder that are transformed ahead of the one that is being written. */
const filesAhead = 16;

/**
 * Writes an archive. Entries are compressed on the pool, as many at once as there are threads, and lie in
 * the file in the order of the calls. The file appears under its name with `close()`; until then, and when
 * the process dies, what had that name before stays as it is.
 */
export class ZipWriter implements AsyncDisposable {
  readonly #writer: ZipWriterHandle;
  readonly #progress: ProgressReport;
  /** The last of the steps of writing, which run one after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  /** Steps that have not ended. */
  #steps = 0;
  #failure: { error: unknown } | undefined;
  #state: 'open' | 'closed' = 'open';

  /** @internal Use {@link createZip}. */
  constructor(writer: ZipWriterHandle, { onProgress }: CreateZipOptions = {}) {
    this.#writer = writer;
    this.#progress = new ProgressReport(writer, onProgress);
  }

  /**
   * Adds an entry. Resolves when it is written; need not be awaited before the next one is added. What is
   * small and in memory is written before the call returns, where nothing else is under way.
   *
   * @param name relative, with `/`; one that ends in `/` makes a directory.
   * @param source anything that can be read as bytes, or a stream of unknown size, which is compressed
   *   part by part while other entries wait.
   * @throws DareblopyError of what cannot be read or written; TypeError after `close()`.
   */
  async add(name: string, source: ByteInput | ByteStream, options: AddOptions = {}): Promise<void> {
    if (isByteStream(source)) {
      const info = entryInfo(name, options);
      const { method, level } = compression(options);
      this.#checkOpen();
      this.#progress.expect(1);
      return this.#inOrder(() => this.#addStream(info, source, { method, level }, options.signal));
    }
    return this.#addBytes(name, source, options);
  }

  async #addBytes(
    name: string,
    source: ByteInput | Promise<ByteInput>,
    options: AddOptions,
  ): Promise<void> {
    const info = entryInfo(name, options);
    const { method, level } = compression(options);
    this.#checkOpen();
    this.#progress.expect(1);
    if (this.#steps === 0 && source instanceof Uint8Array && !options.signal?.aborted) {
      if (native.zipAddNow(this.#writer, source, info, method, level))
        return this.#progress.report();
    }
    const pack = async () => {
      const items = await resolveItems([await source], options.signal);
      return withSignal(options.signal, (cancel) => native.zipPack(items, method, level, cancel));
    };
    const packed = pack();
    packed.catch(() => {}); // reported by the step below
    return this.#inOrder(async () => {
      const ready = await packed;
      await this.#write(native.zipAdd(this.#writer, ready, info));
    });
  }

  /**
   * Adds many entries, some thousands with each crossing; otherwise as `add`, one after the other. Sources
   * are taken as they are needed: an (async) iterable may make them on the way.
   *
   * @param options for all entries that do not say otherwise.
   * @returns how many there were. After an error the entries before the one that failed are written.
   */
  async addMany(
    entries: Iterable<EntryToAdd> | AsyncIterable<EntryToAdd>,
    options: AddOptions = {},
  ): Promise<number> {
    const { signal, ...defaults } = options;
    compression(defaults);
    this.#checkOpen();
    const pace = new Pace();
    return this.#inOrder(async () => {
      let count = 0;
      for await (const some of gatherEntries(entries, { modified: new Date(), ...defaults })) {
        this.#progress.expect(some.length);
        const packed = packEntries(some);
        const items = await resolveItems(
          some.map(({ source }) => source),
          signal,
        );
        const pack = native.zipPackMany(this.#writer, items, packed);
        closeTemporary(items);
        await this.#packAll(pack, some.length, pace, signal);
        count += some.length;
      }
      return count;
    });
  }

  /**
   * Adds the files of a folder, sorted by name, each with its time of last modification. Symbolic links are
   * passed over. After an error, which names the file, those before it are written.
   *
   * @returns how many there were.
   * @throws DareblopyError IO_NOT_FOUND, IO_NOT_DIRECTORY, IO_ACCESS_DENIED, also of a file that vanished or
   *   cannot be read; IO_TRUNCATED of one that was cut short meanwhile.
   */
  async addFolder(path: string | URL, options: AddFolderOptions = {}): Promise<number> {
    const { glob = '**', prefix = '', align = 1, signal, transform } = options;
    if (transform !== undefined) return this.#addTransformed(path, options, transform);
    const { method, level } = compression(options);
    checkText('prefix', prefix);
    checkAlign(align);
    this.#checkOpen();
    const root = toPath(path);
    return this.#inOrder(async () => {
      const folder = await withSignal(signal, (cancel) =>
        native.listFolder(root, glob, false, cancel),
      );
      const count = native.sourceCount(folder);
      this.#progress.expect(count);
      const how = { prefix, align, method, level };
      const pack = native.zipPackFolder(this.#writer, folder, how, localTimeTable());
      native.closeHandle(folder);
      await this.#packAll(pack, count, new Pace(), signal);
      return count;
    });
  }

  async #addTransformed(
    path: string | URL,
    { glob, prefix = '', signal, transform: _, ...rest }: AddFolderOptions,
    transform: NonNullable<AddFolderOptions['transform']>,
  ): Promise<number> {
    const folder = await openFolder(path, {
      ...(glob === undefined ? {} : { glob }),
      ...(signal === undefined ? {} : { signal }),
    });
    const root = toPath(path);
    const ahead: Promise<void>[] = [];
    try {
      for (const file of folder) {
        if (ahead.length >= filesAhead) await ahead.shift();
        const modified = (await stat(join(root, file.name))).mtime;
        const source = Promise.resolve(file).then(transform);
        const adding = this.#addBytes(prefix + file.name, source, {
          ...rest,
          modified,
          ...(signal ? { signal } : {}),
        });
        adding.catch(() => {}); // awaited below, or after another one has failed
        ahead.push(adding);
      }
      await Promise.all(ahead);
      return folder.length;
    } finally {
      await folder.close();
    }
  }

  async #packAll(
    pack: ZipPackHandle,
    count: number,
    pace: Pace,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    try {
      await packAll(pack, count, { pace, signal, after: () => this.#progress.report() });
    } finally {
      native.closeHandle(pack);
    }
  }

  /**
   * Writes the directory, and the archive's comment, and gives the file its name.
   *
   * @throws DareblopyError of what could not be written, also by an earlier call.
   */
  async close({ comment = '', sync = true }: CloseZipOptions = {}): Promise<void> {
    if (Buffer.byteLength(comment) > 0xffff)
      throw new RangeError('Expected comment of at most 65,535 bytes');
    this.#checkOpen();
    this.#state = 'closed';
    await this.#tail;
    try {
      if (this.#failure) throw this.#failure.error;
      await native.zipClose(this.#writer, comment, sync);
      this.#progress.end();
    } finally {
      native.closeHandle(this.#writer);
    }
  }

  /** Without `close()` before it: waits for what is under way and leaves no file. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    await this.#tail;
    native.closeHandle(this.#writer);
  }

  async #addStream(
    info: ZipEntryInfo,
    source: ByteStream,
    { method, level }: { method: number; level: number },
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await this.#write(native.zipBegin(this.#writer, info, method, level));
    try {
      for await (const part of source as AsyncIterable<Uint8Array>) {
        signal?.throwIfAborted();
        await this.#write(native.zipWrite(this.#writer, part));
      }
      signal?.throwIfAborted();
    } catch (error) {
      this.#failure ??= { error }; // half an entry is in the file
      throw error;
    }
    await this.#write(native.zipEnd(this.#writer));
  }

  /** Runs `step` after those before it, however they ended. */
  #inOrder<T>(step: () => Promise<T>): Promise<T> {
    this.#steps++;
    const done = this.#tail.then(step).finally(() => this.#steps--);
    this.#tail = done.catch(() => {});
    return done;
  }

  /** Notes a failure to write: after it the file cannot be completed. */
  async #write(writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
    this.#progress.report();
  }

  #checkOpen(): void {
    if (this.#state === 'closed') throw new TypeError('The archive is closed');
  }
}

function isByteStream(source: ByteInput | ByteStream): source is ByteStream {
  return typeof source === 'object' && Symbol.asyncIterator in source;
}

/**
 * Creates an archive at `path`, or replaces the one there, with `close()`.
 *
 * @throws DareblopyError IO_NOT_FOUND (no such folder), IO_IS_DIRECTORY, IO_ACCESS_DENIED, IO_ERROR.
 */
export async function createZip(
  path: string | URL,
  options: CreateZipOptions = {},
): Promise<ZipWriter> {
  return new ZipWriter(await native.zipCreate(toPath(path)), options);
}

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteInput, ByteSource } from '@dareblopy/core';
import { openFolder } from '@dareblopy/core';
import { resolveItems, toPath, withSignal } from '@dareblopy/core/extend';
import type { ZipEntryInfo, ZipWriterHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
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

/** Bytes of unknown size, in parts. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

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

/** Files of a folder that are read ahead of the one that is being written. */
const filesAhead = 16;

/**
 * Writes an archive. Entries are compressed on the pool, as many at once as there are threads, and lie in
 * the file in the order of the calls. The file appears under its name with `close()`; until then, and when
 * the process dies, what had that name before stays as it is.
 */
export class ZipWriter implements AsyncDisposable {
  readonly #writer: ZipWriterHandle;
  /** The last of the steps of writing, which run one after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  #failure: { error: unknown } | undefined;
  #state: 'open' | 'closed' = 'open';

  /** @internal Use {@link createZip}. */
  constructor(writer: ZipWriterHandle) {
    this.#writer = writer;
  }

  /**
   * Adds an entry. Resolves when it is written; need not be awaited before the next one is added.
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
   * Adds the files of a folder, sorted by name, each with its time of last modification.
   *
   * @returns how many there were.
   */
  async addFolder(path: string | URL, options: AddFolderOptions = {}): Promise<number> {
    const { glob, prefix = '', signal, transform, ...rest } = options;
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
        const source = transform === undefined ? file : Promise.resolve(file).then(transform);
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

  /** Writes the directory, and the archive's comment, and gives the file its name. */
  async close({ comment = '' }: { readonly comment?: string } = {}): Promise<void> {
    if (Buffer.byteLength(comment) > 0xffff)
      throw new RangeError('Expected comment of at most 65,535 bytes');
    this.#checkOpen();
    this.#state = 'closed';
    await this.#tail;
    try {
      if (this.#failure) throw this.#failure.error;
      await native.zipClose(this.#writer, comment);
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
  #inOrder(step: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(step);
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
  }

  #checkOpen(): void {
    if (this.#state === 'closed') throw new TypeError('The archive is closed');
  }
}

function isByteStream(source: ByteInput | ByteStream): source is ByteStream {
  return typeof source === 'object' && Symbol.asyncIterator in source;
}

function entryInfo(name: string, options: AddOptions): ZipEntryInfo {
  const { modified = new Date(), align = 1, comment = '' } = options;
  for (const [what, text] of Object.entries({ name, comment })) {
    if (Buffer.byteLength(text) > 0xffff)
      throw new RangeError(`Expected ${what} of at most 65,535 bytes`);
  }
  if (name === '') throw new RangeError('Expected a name but received an empty one');
  if (!(align >= 1 && align <= 32_768 && Number.isInteger(Math.log2(align))))
    throw new RangeError(`Expected align to be a power of two up to 32,768 but received ${align}`);
  if (Number.isNaN(modified.getTime())) throw new RangeError('Expected a valid date for modified');
  return {
    name,
    comment,
    align,
    dosModified: toDosTime(modified),
    unixModified: Math.floor(modified.getTime() / 1000),
  };
}

function compression({ method = 'deflate', level }: AddOptions): { method: number; level: number } {
  const chosen = level ?? (method === 'lz4' ? 1 : 6);
  if (!Number.isInteger(chosen) || chosen < 1 || chosen > 12)
    throw new RangeError(`Expected level from 1 to 12 but received ${level}`);
  return { method: methodNumber(method), level: chosen };
}

/**
 * Creates an archive at `path`, or replaces the one there, with `close()`.
 *
 * @throws DareblopyError IO_NOT_FOUND (no such folder), IO_IS_DIRECTORY, IO_ACCESS_DENIED, IO_ERROR.
 */
export async function createZip(path: string | URL): Promise<ZipWriter> {
  return new ZipWriter(await native.zipCreate(toPath(path)));
}

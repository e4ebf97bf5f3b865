import type { BytesOptions, RandomAccess, ReadManyOptions } from '@dareblopy/core';
import { DareblopyError } from '@dareblopy/core';
import type { NativeItemsSource } from '@dareblopy/core/extend';
import { checkIndex, nativeItems } from '@dareblopy/core/extend';
import { readNative, whenIdle } from '@dareblopy/core/internal';
import type { NativeItems, OpenedTar, SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { TarFile } from './open-tar.ts';
import { TarEntries } from './tar-entries.ts';
import { TarEntry } from './tar-entry.ts';

/**
 * The files in one archive or several, in their order, by number and by name. The index lies in native
 * memory; objects are made when they are asked for. Any number of reads may run at once.
 */
export class TarArchive
  implements RandomAccess<TarEntry>, NativeItemsSource, Iterable<TarEntry>, AsyncDisposable
{
  /** Number of files, in all archives; those that share a name count each. */
  readonly length: number;
  readonly files: readonly TarFile[];
  /** Of each archive's size, number of entries, and bytes sampled all over it. */
  readonly fingerprint: string;
  readonly #set: SourceSetHandle;
  #closed?: Promise<void>;

  /** @internal Use openTar. */
  constructor({ set, count, files }: OpenedTar) {
    this.#set = set;
    this.length = count;
    this.files = files.map(({ sample, ...file }) => file);
    const text = files.map(({ size, entries, sample }) => `${size}.${entries}.${sample}`).join();
    const digest = native.crc32c(new TextEncoder().encode(text), 0).toString(16);
    this.fingerprint = `tar:${digest}:${files.length}`;
  }

  get(index: number): TarEntry {
    checkIndex(index, this.length);
    return new TarEntry(this.#set, index);
  }

  [nativeItems](indices: Float64Array): NativeItems {
    return { sets: [this.#set], indices };
  }

  has(name: string): boolean {
    return native.tarFind(this.#set, name) >= 0;
  }

  /** The entry of that name, the last one where there are several; undefined where there is none. */
  find(name: string): TarEntry | undefined {
    const index = native.tarFind(this.#set, name);
    return index < 0 ? undefined : new TarEntry(this.#set, index);
  }

  /** @throws DareblopyError TAR_ENTRY_NOT_FOUND. */
  entry(name: string): TarEntry {
    return new TarEntry(this.#set, this.#indexOf(name));
  }

  /** All entries whose names begin with `prefix`, duplicates too. */
  entries(prefix = ''): TarEntries {
    return new TarEntries(this.#set, native.tarList(this.#set, prefix), this.fingerprint);
  }

  /** The entries whose names match: `*`, `**`, `?`, `[a-z]`, `{jpg,png}`; of duplicates the one that is found by name. */
  glob(pattern: string): TarEntries {
    return new TarEntries(this.#set, native.tarGlob(this.#set, pattern), this.fingerprint);
  }

  *[Symbol.iterator](): IterableIterator<TarEntry> {
    for (let index = 0; index < this.length; index++) yield new TarEntry(this.#set, index);
  }

  /**
   * Reads an entry. A tar archive has no checksum of the data: what can be checked is that it is all there.
   *
   * @throws DareblopyError TAR_ENTRY_NOT_FOUND, TAR_UNSUPPORTED, LIMIT_EXCEEDED, IO_TRUNCATED, IO_ERROR.
   */
  async read<B extends ArrayBufferLike = ArrayBuffer>(
    name: string,
    options: BytesOptions<B> = {},
  ): Promise<Uint8Array<B>> {
    const [bytes] = await readNative<B>(
      { sets: [this.#set], refs: Float64Array.of(0, this.#indexOf(name), 0, -1) },
      options,
    );
    return bytes as Uint8Array<B>;
  }

  /**
   * Reads entries in parallel, in the order of the archives, in one crossing; answered in the asked order.
   * Each result owns its buffer, unless `shared: true` asks for one for all, or `into` is filled.
   */
  async readMany<B extends ArrayBufferLike = ArrayBuffer>(
    names: readonly string[],
    options: ReadManyOptions<B> = {},
  ): Promise<Uint8Array<B>[]> {
    const indices =
      native.tarFindAll(this.#set, names.join('\0'), names.length) ??
      Float64Array.from(names, (name) => this.#indexOf(name)); // says which one is not there
    return readNative<B>({ sets: [this.#set], indices }, options);
  }

  /** Waits for reads under way, then lets go of the files. Reading afterwards is a TypeError. */
  close(): Promise<void> {
    this.#closed ??= whenIdle(this.#set).then(() => native.closeHandle(this.#set));
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #indexOf(name: string): number {
    const index = native.tarFind(this.#set, name);
    if (index >= 0) return index;
    const [file] = this.files;
    const where = this.files.length === 1 && file ? file.path : `${this.files.length} archives`;
    throw new DareblopyError('TAR_ENTRY_NOT_FOUND', `no entry '${name}' in ${where}`, {
      entry: name,
      ...(this.files.length === 1 && file ? { path: file.path } : {}),
    });
  }
}

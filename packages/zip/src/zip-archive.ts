import type { BytesOptions, RandomAccess, ReadManyOptions } from '@dareblopy/core';
import { DareblopyError } from '@dareblopy/core';
import type { NativeItemsSource } from '@dareblopy/core/extend';
import { checkIndex, nativeItems } from '@dareblopy/core/extend';
import { readNative, readNativeSync, whenIdle } from '@dareblopy/core/internal';
import type { NativeItems, OpenedZip, SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { EntryList } from './entry-list.ts';
import { ZipEntry } from './zip-entry.ts';

/** Where short entries are read to before they are copied. */
const short = new Uint8Array(1024);

/**
 * An open archive: its entries by name and by number. The directory lies in native memory; strings and
 * objects are made when they are asked for. Any number of reads may run at once.
 */
export class ZipArchive
  implements RandomAccess<ZipEntry>, NativeItemsSource, Iterable<ZipEntry>, AsyncDisposable
{
  /** Number of entries, directories and shadowed duplicates included. */
  readonly length: number;
  readonly comment: string;
  readonly #set: SourceSetHandle;
  readonly #name: string | undefined;
  /** Entries whose views were checked. */
  readonly #verified = new Set<number>();
  #closed?: Promise<void>;
  #fingerprint?: string;

  /** @internal Use {@link openZip}. */
  constructor(opened: OpenedZip, name?: string) {
    this.#set = opened.set;
    this.length = opened.count;
    this.comment = opened.comment;
    this.#name = name;
  }

  /** Of the names, sizes and CRC-32s of all entries. */
  get fingerprint(): string {
    this.#fingerprint ??= native.zipFingerprint(this.#set, undefined);
    return this.#fingerprint;
  }

  /** The entry at a place in the directory. */
  get(index: number): ZipEntry {
    checkIndex(index, this.length);
    return new ZipEntry(this.#set, index);
  }

  [nativeItems](indices: Float64Array): NativeItems {
    return { sets: [this.#set], indices };
  }

  has(name: string): boolean {
    return native.zipFind(this.#set, name) >= 0;
  }

  /** The entry of that name, the last one where there are several; undefined where there is none. */
  find(name: string): ZipEntry | undefined {
    const index = native.zipFind(this.#set, name);
    return index < 0 ? undefined : new ZipEntry(this.#set, index);
  }

  /** @throws DareblopyError ZIP_ENTRY_NOT_FOUND. */
  entry(name: string): ZipEntry {
    return new ZipEntry(this.#set, this.#indexOf(name));
  }

  /** All entries whose names begin with `prefix`, in the archive's order: directories and duplicates too. */
  entries(prefix = ''): EntryList {
    return new EntryList(this.#set, native.zipList(this.#set, prefix));
  }

  /**
   * The files whose names match, in the archive's order: `*`, `**`, `?`, `[a-z]`, `{jpg,png}`. No
   * directories; of duplicates the one that is found by name.
   */
  glob(pattern: string): EntryList {
    return new EntryList(this.#set, native.zipGlob(this.#set, pattern));
  }

  *[Symbol.iterator](): IterableIterator<ZipEntry> {
    for (let index = 0; index < this.length; index++) yield new ZipEntry(this.#set, index);
  }

  /**
   * Reads an entry; its sizes and CRC-32 are checked.
   *
   * @throws DareblopyError ZIP_ENTRY_NOT_FOUND, ZIP_CRC_MISMATCH, ZIP_SIZE_MISMATCH, ZIP_DATA_CORRUPT,
   *   ZIP_CORRUPT, ZIP_ENCRYPTED, ZIP_METHOD_UNSUPPORTED, LIMIT_EXCEEDED, IO_TRUNCATED, IO_ERROR.
   */
  async read<B extends ArrayBufferLike = ArrayBuffer>(
    name: string,
    options: BytesOptions<B> = {},
  ): Promise<Uint8Array<B>> {
    const [bytes] = await readNative<B>(this.#item(this.#indexOf(name)), options);
    return bytes as Uint8Array<B>;
  }

  /** As {@link read}, on the calling thread. */
  readSync<B extends ArrayBufferLike = ArrayBuffer>(
    name: string,
    options: { readonly into?: Uint8Array<B> } = {},
  ): Uint8Array<B> {
    if (options.into === undefined) {
      // Short ones are read and then copied: that is cheaper than making a buffer natively.
      const size = native.zipReadShort(this.#set, name, short);
      if (size >= 0) return short.slice(0, size) as Uint8Array as Uint8Array<B>;
    }
    return readNativeSync<B>(this.#item(this.#indexOf(name)), options.into);
  }

  /**
   * Reads entries in parallel, in the file's order, in one crossing; answered in the asked order. Each
   * result owns its buffer, unless `shared: true` asks for one for all, or `into` is filled.
   */
  async readMany<B extends ArrayBufferLike = ArrayBuffer>(
    names: readonly string[],
    options: ReadManyOptions<B> = {},
  ): Promise<Uint8Array<B>[]> {
    const indices =
      native.zipFindAll(this.#set, names.join('\0'), names.length) ??
      Float64Array.from(names, (name) => this.#indexOf(name)); // says which one is not there
    return readNative<B>({ sets: [this.#set], indices }, options);
  }

  /**
   * A stored entry without copying it: mapped copy-on-write, so that writing to it changes nothing but
   * the view; valid after `close()`. Its CRC-32 is checked the first time, unless `verify` is false.
   * Copies where the archive is in memory or the runtime forbids external memory. A file that another
   * process cuts short while it is viewed ends this process (SIGBUS): `read` never maps.
   *
   * @throws TypeError for a compressed entry.
   */
  view(
    name: string,
    { verify = true }: { readonly verify?: boolean } = {},
  ): Uint8Array<ArrayBuffer> {
    const index = this.#indexOf(name);
    const check = verify && !this.#verified.has(index);
    const view = native.zipView(this.#set, index, check);
    if (check) this.#verified.add(index);
    return view;
  }

  /** Waits for reads under way, then lets go of the file. Reading afterwards is a TypeError. */
  close(): Promise<void> {
    this.#closed ??= whenIdle(this.#set).then(() => native.closeHandle(this.#set));
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #item(index: number): NativeItems {
    return { sets: [this.#set], refs: Float64Array.of(0, index, 0, -1) };
  }

  #indexOf(name: string): number {
    const index = native.zipFind(this.#set, name);
    if (index < 0) throw this.#notFound(name);
    return index;
  }

  #notFound(name: string): DareblopyError {
    return new DareblopyError(
      'ZIP_ENTRY_NOT_FOUND',
      `no entry '${name}' in ${this.#name ?? 'the archive'}`,
      {
        entry: name,
        ...(this.#name === undefined ? {} : { path: this.#name }),
      },
    );
  }
}

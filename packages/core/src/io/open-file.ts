import type { OpenedFile } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { toPath } from '../source/items.ts';
import { NativeByteSource } from '../source/native-byte-source.ts';
import { whenIdle } from '../source/pending.ts';
import { withSignal } from '../source/signal.ts';

/** A file on disk, open for reading by any number of readers at once. */
export class FileSource extends NativeByteSource implements AsyncDisposable {
  /** When it was last written, as it was on opening; milliseconds since 1970. */
  readonly modifiedMs: number;
  readonly #size: number;
  #closed?: Promise<void>;

  /** @internal Use {@link openFile}. */
  constructor(opened: OpenedFile) {
    super(opened.set, 0);
    this.#size = opened.size;
    this.modifiedMs = opened.mtimeMs;
  }

  /** The size when it was opened, in bytes. */
  override get size(): number {
    return this.#size;
  }

  /** Waits for reads under way, then closes the file. Reading afterwards is a TypeError. */
  close(): Promise<void> {
    this.#closed ??= whenIdle(this.set).then(() => native.closeHandle(this.set));
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Opens a file as a ByteSource.
 *
 * @throws DareblopyError IO_NOT_FOUND, IO_IS_DIRECTORY, IO_ACCESS_DENIED, IO_ERROR.
 */
export async function openFile(
  path: string | URL,
  options: { signal?: AbortSignal } = {},
): Promise<FileSource> {
  const name = toPath(path);
  return new FileSource(
    await withSignal(options.signal, (cancel) => native.openFile(name, cancel)),
  );
}

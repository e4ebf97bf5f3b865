import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteInput } from '@dareblopy/core';
import { openFolder } from '@dareblopy/core';
import { resolveItems, toPath, withSignal } from '@dareblopy/core/extend';
import type { TarWriterHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';

export interface AddOptions {
  /** Last modification, to the second. Default now. */
  readonly modified?: Date;
  /** Permissions. Default 0o644. */
  readonly mode?: number;
  readonly signal?: AbortSignal;
}

/**
 * Writes an archive, in the order of the calls. The file appears under its name with `close()`; until then,
 * and when the process dies, what had that name before stays as it is. Made by {@link createTar}.
 */
export class TarWriter implements AsyncDisposable {
  readonly #writer: TarWriterHandle;
  /** The last of the steps of writing, which run one after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  #failure: { error: unknown } | undefined;
  #state: 'open' | 'closed' = 'open';

  /** @internal Use {@link createTar}. */
  constructor(writer: TarWriterHandle) {
    this.#writer = writer;
  }

  /**
   * Adds a file. Resolves when it is written; need not be awaited before the next one is added.
   *
   * @param name relative, with `/`. Longer than 100 bytes, or not ASCII, it goes into a pax header.
   * @throws DareblopyError of what cannot be read or written; TypeError after `close()`.
   */
  async add(name: string, source: ByteInput, options: AddOptions = {}): Promise<void> {
    const { modified = new Date(), mode = 0o644, signal } = options;
    if (name === '' || name.endsWith('/') || name.includes('\0')) {
      throw new RangeError(`Expected the name of a file but received '${name}'`);
    }
    if (Number.isNaN(modified.getTime())) {
      throw new RangeError('Expected a valid date for modified');
    }
    this.#checkOpen();
    const items = resolveItems([source], signal); // bytes are copied before the call returns
    items.catch(() => {}); // reported by the step below
    const info = { name, modified: Math.floor(modified.getTime() / 1000), mode };
    const done = this.#tail.then(async () => {
      const item = await items;
      const adding = withSignal(signal, (cancel) =>
        native.tarAdd(this.#writer, item, info, cancel),
      );
      await adding;
    });
    this.#tail = done.catch((error: unknown) => {
      this.#failure ??= { error };
    });
    return done;
  }

  /**
   * Adds the files of a folder, sorted by name, each with its time of last modification.
   *
   * @returns how many there were.
   */
  async addFolder(
    path: string | URL,
    options: {
      readonly glob?: string;
      readonly prefix?: string;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<number> {
    const { glob, prefix = '', signal } = options;
    const abort = signal === undefined ? {} : { signal };
    const folder = await openFolder(path, { ...(glob === undefined ? {} : { glob }), ...abort });
    try {
      for (const file of folder) {
        const { mtime, mode } = await stat(join(toPath(path), file.name));
        await this.add(prefix + file.name, file, { modified: mtime, mode: mode & 0o777, ...abort });
      }
      return folder.length;
    } finally {
      await folder.close();
    }
  }

  /** Ends the archive and gives the file its name. Rejects, and leaves no file, where adding failed. */
  async close(): Promise<void> {
    this.#checkOpen();
    this.#state = 'closed';
    await this.#tail;
    try {
      if (this.#failure) throw this.#failure.error;
      await native.tarClose(this.#writer);
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

  #checkOpen(): void {
    if (this.#state === 'closed') throw new TypeError('The archive is closed');
  }
}

/**
 * Creates an archive at `path`, or replaces the one there, with `close()`.
 *
 * @throws DareblopyError IO_NOT_FOUND (no such folder), IO_IS_DIRECTORY, IO_ACCESS_DENIED, IO_ERROR.
 */
export async function createTar(path: string | URL): Promise<TarWriter> {
  return new TarWriter(await native.tarCreate(toPath(path)));
}

import type { FileHandle } from 'node:fs/promises';
import { lstat, mkdir, open, readdir, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { DareblopyError, isDareblopyError } from '../error.ts';
import { openFile } from '../io/open-file.ts';
import type { ModeTraits } from './file-mode.ts';
import type { FileContent, FileStat, Mount } from './mount.ts';
import { SourceContent } from './source-content.ts';
import { translateErrors } from './system-error.ts';

export interface FolderMountOptions {
  /** Whether files may be written, renamed and removed. Default true. */
  readonly writable?: boolean;
  /** Whether symbolic links may lead out of the folder. Default false. */
  readonly followSymlinks?: boolean;
}

/** A folder of the disk. No name leads out of it. */
export class FolderMount implements Mount {
  readonly writable: boolean;
  readonly #folder: string;
  readonly #followSymlinks: boolean;
  #root?: Promise<string>;

  constructor(
    folder: string,
    { writable = true, followSymlinks = false }: FolderMountOptions = {},
  ) {
    this.#folder = folder;
    this.writable = writable;
    this.#followSymlinks = followSymlinks;
  }

  async stat(name: string): Promise<FileStat | undefined> {
    try {
      const path = await this.#resolve(name);
      const info = await translateErrors(path, stat(path));
      const kind = info.isDirectory() ? 'directory' : 'file';
      return { kind, size: kind === 'file' ? info.size : 0, modified: info.mtime };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async list(name: string): Promise<string[] | undefined> {
    try {
      const path = await this.#resolve(name);
      const children = await translateErrors(path, readdir(path, { withFileTypes: true }));
      return children.map((child) => (child.isDirectory() ? `${child.name}/` : child.name));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async open(name: string, mode: ModeTraits): Promise<FileContent> {
    const path = await this.#resolve(name, mode.create);
    if (!mode.write) {
      const file = await openFile(path);
      return new SourceContent(file, new Date(file.modifiedMs));
    }
    // Appending is done by offset, so that reading and writing share one position as elsewhere.
    const flags = mode.truncate ? 'w+' : mode.create ? await createFlags(path) : 'r+';
    const handle = await translateErrors(path, open(path, flags));
    const info = await translateErrors(path, handle.stat());
    return new DiskContent(path, handle, info.size, info.mtime);
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [await this.#resolveLink(from), await this.#resolveLink(to)];
    await translateErrors(source, rename(source, target));
  }

  async remove(name: string): Promise<void> {
    const path = await this.#resolveLink(name);
    const info = await translateErrors(path, lstat(path));
    await translateErrors(path, info.isDirectory() ? rmdir(path) : rm(path));
  }

  async createDirectory(name: string): Promise<void> {
    let path = await this.#rootPath();
    for (const part of name.split('/')) {
      path = await this.#checked(join(path, part), true);
      await mkdir(path).catch(async (error) => {
        const isThere = await stat(path).then(
          (info) => info.isDirectory(),
          () => false,
        );
        if (!isThere) await translateErrors(path, Promise.reject(error));
      });
    }
  }

  /** The path on disk, inside the folder with its links followed. */
  async #resolve(name: string, mayBeNew = false): Promise<string> {
    return this.#checked(join(await this.#rootPath(), name), mayBeNew);
  }

  /** As #resolve, but of the last part the link itself: what is renamed or removed. */
  async #resolveLink(name: string): Promise<string> {
    if (name === '')
      throw new DareblopyError(
        'IO_ACCESS_DENIED',
        'the root of a mount cannot be renamed or removed',
      );
    const path = join(await this.#rootPath(), name);
    return join(await this.#checked(dirname(path), false), path.slice(dirname(path).length + 1));
  }

  async #checked(path: string, mayBeNew: boolean): Promise<string> {
    const root = await this.#rootPath();
    let real: string;
    try {
      real = await translateErrors(path, realpath(path));
    } catch (error) {
      const isNew = mayBeNew && isDareblopyError(error, 'IO_NOT_FOUND') && path !== root;
      // A link to nothing must not be written through, wherever it leads.
      if (!isNew || (await lstat(path).catch(() => undefined)) !== undefined) throw error;
      return join(await this.#checked(dirname(path), false), path.slice(dirname(path).length + 1));
    }
    if (
      this.#followSymlinks ||
      real === root ||
      real.startsWith(root.endsWith(sep) ? root : root + sep)
    )
      return real;
    throw new DareblopyError(
      'IO_OUTSIDE_MOUNT',
      `${path} leads out of the mounted folder ${root}`,
      {
        path,
      },
    );
  }

  #rootPath(): Promise<string> {
    this.#root ??= translateErrors(this.#folder, realpath(this.#folder));
    return this.#root;
  }
}

function isMissing(error: unknown): boolean {
  return isDareblopyError(error, 'IO_NOT_FOUND') || isDareblopyError(error, 'IO_NOT_DIRECTORY');
}

async function createFlags(path: string): Promise<string> {
  return stat(path).then(
    () => 'r+',
    () => 'wx+',
  );
}

/** A file on disk that is open for writing. */
class DiskContent implements FileContent {
  readonly #path: string;
  readonly #handle: FileHandle;
  #size: number;
  modified: Date;

  constructor(path: string, handle: FileHandle, size: number, modified: Date) {
    this.#path = path;
    this.#handle = handle;
    this.#size = size;
    this.modified = modified;
  }

  get size(): number {
    return this.#size;
  }

  async readAt(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.#size - offset)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await translateErrors(
        this.#path,
        this.#handle.read(bytes, filled, bytes.length - filled, offset + filled),
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  async writeAt(offset: number, bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await translateErrors(
        this.#path,
        this.#handle.write(bytes, written, bytes.length - written, offset + written),
      );
      written += bytesWritten;
    }
    this.#size = Math.max(this.#size, offset + written);
    this.modified = new Date();
  }

  close(): Promise<void> {
    return translateErrors(this.#path, this.#handle.close());
  }
}

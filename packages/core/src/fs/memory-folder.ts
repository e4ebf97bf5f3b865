import { DareblopyError } from '../error.ts';
import type { ModeTraits } from './file-mode.ts';
import type { FileContent, FileStat, Mount } from './mount.ts';

/** Files in memory, to be mounted and written to. What is mounted twice shows the same files. */
export class MemoryFolder implements Mount {
  readonly writable = true;
  readonly #files = new Map<string, MemoryContent>();
  readonly #directories = new Set<string>(['']);

  async stat(name: string): Promise<FileStat | undefined> {
    const file = this.#files.get(name);
    if (file !== undefined) return { kind: 'file', size: file.size, modified: file.modified };
    return this.#directories.has(name) ? { kind: 'directory', size: 0 } : undefined;
  }

  async list(name: string): Promise<string[] | undefined> {
    if (!this.#directories.has(name)) return undefined;
    const prefix = name === '' ? '' : `${name}/`;
    const isChild = (path: string) =>
      path !== '' && path.startsWith(prefix) && !path.slice(prefix.length).includes('/');
    const directories = [...this.#directories].filter(isChild).map((path) => `${path}/`);
    return [...directories, ...[...this.#files.keys()].filter(isChild)].map((path) =>
      path.slice(prefix.length),
    );
  }

  async open(name: string, mode: ModeTraits): Promise<FileContent> {
    if (this.#directories.has(name)) throw failure('IO_IS_DIRECTORY', name, 'is a directory');
    let file = this.#files.get(name);
    if (file === undefined) {
      if (!mode.create) throw failure('IO_NOT_FOUND', name, 'does not exist');
      this.#checkParent(name);
      file = new MemoryContent();
      this.#files.set(name, file);
    }
    if (mode.truncate) file.clear();
    return file;
  }

  async rename(from: string, to: string): Promise<void> {
    const file = this.#files.get(from);
    if (file === undefined)
      throw failure('IO_NOT_FOUND', from, 'does not exist, or is a directory');
    if (this.#directories.has(to)) throw failure('IO_IS_DIRECTORY', to, 'is a directory');
    this.#checkParent(to);
    this.#files.delete(from);
    this.#files.set(to, file);
  }

  async remove(name: string): Promise<void> {
    if (this.#files.delete(name)) return;
    const children = await this.list(name);
    if (children === undefined) throw failure('IO_NOT_FOUND', name, 'does not exist');
    if (children.length > 0) throw failure('IO_EXISTS', name, 'is not empty');
    if (name !== '') this.#directories.delete(name);
  }

  async createDirectory(name: string): Promise<void> {
    const parts = name.split('/');
    for (let i = 1; i <= parts.length; i++) {
      const path = parts.slice(0, i).join('/');
      if (this.#files.has(path)) throw failure('IO_EXISTS', path, 'is a file');
      this.#directories.add(path);
    }
  }

  #checkParent(name: string): void {
    const parent = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    if (!this.#directories.has(parent)) throw failure('IO_NOT_FOUND', parent, 'does not exist');
  }
}

function failure(
  code: 'IO_NOT_FOUND' | 'IO_EXISTS' | 'IO_IS_DIRECTORY',
  name: string,
  what: string,
) {
  return new DareblopyError(code, `'${name}' ${what}`, { path: name });
}

class MemoryContent implements FileContent {
  modified = new Date();
  #bytes = new Uint8Array(256);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  async readAt(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#bytes.slice(offset, Math.min(offset + length, this.#size));
  }

  async writeAt(offset: number, bytes: Uint8Array): Promise<void> {
    const end = offset + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, offset);
    this.#size = Math.max(this.#size, end);
    this.modified = new Date();
  }

  clear(): void {
    this.#bytes.fill(0, 0, this.#size);
    this.#size = 0;
    this.modified = new Date();
  }

  async close(): Promise<void> {}
}

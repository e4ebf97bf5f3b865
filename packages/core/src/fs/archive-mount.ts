import { DareblopyError } from '../error.ts';
import type { FileContent, FileStat, Mount, MountableArchive } from './mount.ts';
import { SourceContent } from './source-content.ts';

/** An archive's entries as read-only files. Directories are there when a name leads through them. */
export class ArchiveMount implements Mount {
  readonly writable = false;
  readonly #archive: MountableArchive;

  constructor(archive: MountableArchive) {
    this.#archive = archive;
  }

  async stat(name: string): Promise<FileStat | undefined> {
    const entry = name === '' ? undefined : this.#archive.find(name);
    if (entry !== undefined) {
      const { size, modified } = entry;
      return { kind: 'file', size, ...(modified === undefined ? {} : { modified }) };
    }
    if (name === '') return { kind: 'directory', size: 0 };
    for (const _ of this.#archive.entries(`${name}/`)) return { kind: 'directory', size: 0 };
    return undefined;
  }

  async list(name: string): Promise<string[] | undefined> {
    const prefix = name === '' ? '' : `${name}/`;
    const children = new Set<string>();
    let exists = name === '';
    for (const entry of this.#archive.entries(prefix)) {
      exists = true;
      const rest = entry.name.slice(prefix.length);
      const slash = rest.indexOf('/');
      const child = slash < 0 ? rest : rest.slice(0, slash);
      // An absolute name, or one that leads elsewhere, cannot be reached through the tree.
      if (child === '' || child === '.' || child === '..') continue;
      children.add(slash < 0 ? child : `${child}/`);
    }
    return exists ? [...children] : undefined;
  }

  async open(name: string): Promise<FileContent> {
    const entry = this.#archive.find(name);
    if (entry === undefined)
      throw new DareblopyError('IO_NOT_FOUND', `no file '${name}' in the archive`, { entry: name });
    return new SourceContent(entry, entry.modified);
  }

  rename = refuse;
  remove = refuse;
  createDirectory = refuse;
}

async function refuse(name: string): Promise<void> {
  throw new DareblopyError('IO_READ_ONLY', 'an archive is mounted for reading only', {
    entry: name,
  });
}

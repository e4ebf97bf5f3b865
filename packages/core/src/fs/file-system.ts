import { DareblopyError } from '../error.ts';
import { toPath } from '../source/items.ts';
import { ArchiveMount } from './archive-mount.ts';
import type { FileMode } from './file-mode.ts';
import { modeTraits } from './file-mode.ts';
import type { FolderMountOptions } from './folder-mount.ts';
import { FolderMount } from './folder-mount.ts';
import { MemoryFolder } from './memory-folder.ts';
import type { FileStat, Mount, MountableArchive } from './mount.ts';
import { VirtualFile } from './virtual-file.ts';
import { normalizePath, relativeTo } from './virtual-path.ts';

interface Mounted {
  readonly path: string;
  readonly mount: Mount;
}

/** A mount that may hold a path, and the path's name in it. */
interface Place {
  readonly mount: Mount;
  readonly name: string;
}

/**
 * One tree of names over archives, folders and memory. Later mounts shadow earlier ones, file by file;
 * names that do not begin with `/` are looked for in the search paths, the last one pushed first, and then
 * below `/`. Names have `/` on every system, and no name leads out of its mount.
 */
export class FileSystem {
  /** The last one mounted comes first. */
  readonly #mounts: Mounted[] = [];
  /** The last one pushed comes first. */
  readonly #searchPaths: string[] = [];

  /**
   * Mounts an archive (read-only), a folder of the disk by its path, or a {@link MemoryFolder}. Closing
   * an archive remains the caller's.
   */
  mount(
    path: string,
    what: string | URL | MemoryFolder | MountableArchive,
    options?: FolderMountOptions,
  ): void {
    this.#mounts.unshift({ path: normalizePath(path), mount: mountOf(what, options) });
  }

  /** Takes away what was mounted at `path` last. Answers whether there was anything. */
  unmount(path: string): boolean {
    const at = this.#mounts.findIndex((mounted) => mounted.path === normalizePath(path));
    if (at >= 0) this.#mounts.splice(at, 1);
    return at >= 0;
  }

  pushSearchPath(path: string): void {
    this.#searchPaths.unshift(normalizePath(path));
  }

  /** Takes away the search path that was pushed last, and answers it. */
  popSearchPath(): string | undefined {
    return this.#searchPaths.shift();
  }

  clearSearchPaths(): void {
    this.#searchPaths.length = 0;
  }

  /**
   * @throws DareblopyError IO_NOT_FOUND, IO_IS_DIRECTORY, IO_READ_ONLY (the mount cannot be written),
   *   IO_OUTSIDE_MOUNT (a symbolic link leads out), and what opening a file of the disk throws.
   */
  async open(location: string, mode: FileMode = 'r'): Promise<VirtualFile> {
    const traits = modeTraits(mode);
    for (const path of this.#candidates(location)) {
      const found = await this.#find(path);
      if (found === undefined) continue;
      if (found.stat.kind === 'directory')
        throw new DareblopyError('IO_IS_DIRECTORY', `${path} is a directory`, { path });
      if (traits.write) checkWritable(found.place.mount, path);
      return new VirtualFile(path, mode, await found.place.mount.open(found.place.name, traits));
    }
    if (!traits.create) throw notFound(location);
    const path = this.#candidates(location)[0] as string;
    const { mount, name } = this.#writablePlace(path);
    return new VirtualFile(path, mode, await mount.open(name, traits));
  }

  async exists(location: string): Promise<boolean> {
    return (await this.#locate(location)) !== undefined;
  }

  /** @throws DareblopyError IO_NOT_FOUND. */
  async stat(location: string): Promise<FileStat> {
    const found = await this.#locate(location);
    if (found === undefined) throw notFound(location);
    return found.stat;
  }

  /**
   * The names in a directory, of all that is mounted there, sorted; directories end in `/`.
   *
   * @throws DareblopyError IO_NOT_FOUND, IO_NOT_DIRECTORY.
   */
  async list(location = '/'): Promise<string[]> {
    const found = await this.#locate(location);
    if (found === undefined) throw notFound(location);
    if (found.stat.kind === 'file')
      throw new DareblopyError('IO_NOT_DIRECTORY', `${found.path} is a file`, { path: found.path });
    const names = new Set(this.#mountPointsBelow(found.path));
    for (const { mount, name } of this.#places(found.path)) {
      for (const child of (await mount.list(name)) ?? []) {
        // What an earlier mount has under the same name, as a file or a directory, is shadowed.
        const other = child.endsWith('/') ? child.slice(0, -1) : `${child}/`;
        if (!names.has(other)) names.add(child);
      }
    }
    return [...names].sort();
  }

  /** Within one mount that can be written. @throws DareblopyError IO_NOT_FOUND, IO_READ_ONLY. */
  async rename(from: string, to: string): Promise<void> {
    const found = await this.#locate(from);
    if (found === undefined) throw notFound(from);
    checkWritable(found.place.mount, found.path);
    const target = normalizePath(to, from.startsWith('/') ? '/' : dirname(found.path));
    const place = this.#places(target).find(({ mount }) => mount === found.place.mount);
    if (place === undefined)
      throw new DareblopyError(
        'IO_OUTSIDE_MOUNT',
        `${target} is not in the mount of ${found.path}`,
        {
          path: target,
        },
      );
    await found.place.mount.rename(found.place.name, place.name);
  }

  /** A file, or an empty directory. @throws DareblopyError IO_NOT_FOUND, IO_READ_ONLY, IO_EXISTS (not empty). */
  async remove(location: string): Promise<void> {
    const found = await this.#locate(location);
    if (found === undefined) throw notFound(location);
    checkWritable(found.place.mount, found.path);
    await found.place.mount.remove(found.place.name);
  }

  /** With those above it. @throws DareblopyError IO_READ_ONLY, IO_EXISTS (a file is there). */
  async createDirectory(location: string): Promise<void> {
    const path = this.#candidates(location)[0] as string;
    const found = await this.#find(path);
    if (found?.stat.kind === 'directory') return;
    if (found !== undefined) throw new DareblopyError('IO_EXISTS', `${path} is a file`, { path });
    const { mount, name } = this.#writablePlace(path);
    await mount.createDirectory(name);
  }

  /** The absolute paths that a location may mean, the first choice first. */
  #candidates(location: string): string[] {
    if (location.startsWith('/')) return [normalizePath(location)];
    return [...this.#searchPaths, '/'].map((base) => normalizePath(location, base));
  }

  /** The mounts that may hold a path, the one that shadows the others first. */
  #places(path: string): Place[] {
    return this.#mounts.flatMap((mounted) => {
      const name = relativeTo(mounted.path, path);
      return name === undefined ? [] : [{ mount: mounted.mount, name }];
    });
  }

  async #locate(location: string) {
    for (const path of this.#candidates(location)) {
      const found = await this.#find(path);
      if (found !== undefined) return { path, ...found };
    }
    return undefined;
  }

  async #find(path: string): Promise<{ place: Place; stat: FileStat } | undefined> {
    for (const place of this.#places(path)) {
      const stat = await place.mount.stat(place.name);
      if (stat !== undefined) return { place, stat };
    }
    if (this.#mountPointsBelow(path).length === 0) return undefined;
    return { place: { mount: nothing, name: '' }, stat: { kind: 'directory', size: 0 } };
  }

  /** Names of directories that are there because something is mounted below them. */
  #mountPointsBelow(path: string): string[] {
    return this.#mounts.flatMap((mounted) => {
      const rest = relativeTo(path, mounted.path);
      return rest ? [`${rest.split('/')[0]}/`] : [];
    });
  }

  #writablePlace(path: string): Place {
    const places = this.#places(path);
    const place = places.find(({ mount }) => mount.writable);
    if (place !== undefined) return place;
    if (places.length === 0) throw notFound(path);
    throw readOnly(path);
  }
}

/** What holds directories that only lead to mounts. */
const nothing: Mount = new ArchiveMount({ find: () => undefined, entries: () => [] });

function mountOf(
  what: string | URL | MemoryFolder | MountableArchive,
  options?: FolderMountOptions,
): Mount {
  if (typeof what === 'string' || what instanceof URL)
    return new FolderMount(toPath(what), options);
  if (what instanceof MemoryFolder) return what;
  if (typeof what?.find === 'function' && typeof what.entries === 'function')
    return new ArchiveMount(what);
  throw new TypeError('Expected a path, a MemoryFolder or an archive to mount');
}

function dirname(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function checkWritable(mount: Mount, path: string): void {
  if (!mount.writable) throw readOnly(path);
}

function readOnly(path: string): DareblopyError {
  return new DareblopyError('IO_READ_ONLY', `${path} is in a mount that cannot be written`, {
    path,
  });
}

function notFound(path: string): DareblopyError {
  return new DareblopyError('IO_NOT_FOUND', `${path} does not exist`, { path });
}

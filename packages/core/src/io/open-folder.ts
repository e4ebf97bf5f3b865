import { native } from '@dareblopy/native';
import { toPath } from '../source/items.ts';
import { NativeCollection } from '../source/native-collection.ts';
import { whenIdle } from '../source/pending.ts';
import { withSignal } from '../source/signal.ts';

export interface OpenFolderOptions {
  /** Which names, relative to the folder with `/`; default `**`, all files at any depth. */
  readonly glob?: string;
  /** Also list what symbolic links point to. Default false. */
  readonly followSymlinks?: boolean;
  readonly signal?: AbortSignal;
}

/** The files of a folder, sorted by name. A file is opened when it is read. */
export class Folder extends NativeCollection implements AsyncDisposable {
  /** Waits for reads under way, then lets go of the listing. */
  async close(): Promise<void> {
    await whenIdle(this.set);
    native.closeHandle(this.set);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Lists a folder as a `RandomAccess<ByteSource>`. Names are relative to it, with `/` on every system,
 * sorted by their UTF-8 bytes.
 *
 * @throws DareblopyError IO_NOT_FOUND, IO_NOT_DIRECTORY, IO_ACCESS_DENIED.
 */
export async function openFolder(
  path: string | URL,
  options: OpenFolderOptions = {},
): Promise<Folder> {
  const { glob = '**', followSymlinks = false, signal } = options;
  const root = toPath(path);
  return new Folder(
    await withSignal(signal, (cancel) => native.listFolder(root, glob, followSymlinks, cancel)),
  );
}

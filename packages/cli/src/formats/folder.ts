import type { ByteSource } from '@dareblopy/core';
import { openFolder } from '@dareblopy/core';
import type { Dataset, OpenOptions } from './dataset.ts';
import { chunksOf, sizeOf } from './dataset.ts';

/** The files of a folder, but those that `without` holds: they are opened as what they are. */
export async function openFolderSet(
  folder: string,
  without: ReadonlySet<string>,
  { path, glob, signal }: OpenOptions,
): Promise<Dataset> {
  const listing = await openFolder(folder, { ...(glob ? { glob } : {}), signal });
  const files = [...listing].filter((file) => !without.has(file.name));
  const own = without.size === 0;
  const items = own
    ? listing
    : { length: files.length, get: (index: number): ByteSource => files[index] as ByteSource };
  return {
    kind: 'folder',
    path,
    noun: 'files',
    byteLength: sizeOf(files),
    items,
    chunks: (how) => chunksOf(items, how),
    nameOf: (index) => (items.get(index) as ByteSource).name,
    close: () => listing.close(),
  };
}

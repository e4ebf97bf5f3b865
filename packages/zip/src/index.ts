/**
 * ZIP archives as random-access collections of byte sources, read and checked on the native pool.
 *
 * @module
 */
export type { AddFolderOptions, AddOptions, EntryToAdd } from './add-options.ts';
export { EntryList } from './entry-list.ts';
export type { EntryMethod, WriteMethod } from './method.ts';
export type { OpenZipOptions } from './open-zip.ts';
export { openZip } from './open-zip.ts';
export type { ZipProgress } from './progress.ts';
export { ZipArchive } from './zip-archive.ts';
export { ZipEntry } from './zip-entry.ts';
export type { ByteStream, CloseZipOptions, CreateZipOptions } from './zip-writer.ts';
export { createZip, ZipWriter } from './zip-writer.ts';

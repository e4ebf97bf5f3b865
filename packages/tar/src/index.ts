/**
 * Tar archives, as WebDataset ships data: random access by an index, or entries in order.
 *
 * @module
 */
export type { AddOptions, TarWriter } from './create-tar.ts';
export { createTar } from './create-tar.ts';
export type { TarInput } from './inputs.ts';
export type { OpenTarOptions, TarFile } from './open-tar.ts';
export { openTar } from './open-tar.ts';
export type { ReadTarOptions } from './read-tar.ts';
export { readTar, TarReader } from './read-tar.ts';
export type { StreamedGroup } from './stem-groups.ts';
export { TarArchive } from './tar-archive.ts';
export { TarEntries } from './tar-entries.ts';
export { StreamedEntry, TarEntry } from './tar-entry.ts';

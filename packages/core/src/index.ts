/**
 * Types, errors, byte sources, files and batches: what every other package of DareBlopy stands on.
 *
 * @module
 */
export type { DataOf, DType, FixedDType } from './array/dtype.ts';
export type { NDArray } from './array/nd-array.ts';
export { isNDArray } from './array/nd-array.ts';
export type { RowOf } from './array/row.ts';
export { row } from './array/row.ts';
export type { DecodeOptions, Decoder } from './batch/decoder.ts';
export { isDecoder } from './batch/decoder.ts';
export { from } from './batch/from.ts';
export type { RawOptions } from './batch/raw.ts';
export { raw } from './batch/raw.ts';
export type { ScalarOf } from './batch/scalar.ts';
export { scalar } from './batch/scalar.ts';
export { text } from './batch/text.ts';
export type { ClassFolders } from './collections/class-folders.ts';
export { classFolders } from './collections/class-folders.ts';
export { concat } from './collections/concat.ts';
export type { StemGroup } from './collections/group-by-stem.ts';
export { groupByStem } from './collections/group-by-stem.ts';
export { repeat } from './collections/repeat.ts';
export { select } from './collections/select.ts';
export { skip } from './collections/skip.ts';
export type { SplitOptions } from './collections/split.ts';
export { split } from './collections/split.ts';
export { take } from './collections/take.ts';
export type { Collection } from './collections/view.ts';
export type { ItemOf } from './collections/zip-sources.ts';
export { zipSources } from './collections/zip-sources.ts';
export type { Configuration } from './configure.ts';
export { configure, runtimeInfo } from './configure.ts';
export type { ErrorFields } from './error.ts';
export { DareblopyError, isDareblopyError } from './error.ts';
export type { ErrorCode } from './error-code.ts';
export { errorCodes } from './error-code.ts';
export { errorFixes } from './error-fix.ts';
export type { FileMode } from './fs/file-mode.ts';
export { FileSystem } from './fs/file-system.ts';
export type { FolderMountOptions } from './fs/folder-mount.ts';
export { MemoryFolder } from './fs/memory-folder.ts';
export type { FileContent, FileStat, Mount, MountableArchive } from './fs/mount.ts';
export { VirtualFile } from './fs/virtual-file.ts';
export { FileSource, openFile } from './io/open-file.ts';
export type { OpenFolderOptions } from './io/open-folder.ts';
export { Folder, openFolder } from './io/open-folder.ts';
export { readFiles, readMany } from './io/read.ts';
export type { ReadArrayOptions } from './io/read-array.ts';
export { readArray } from './io/read-array.ts';
export type { ByteInput, ByteSource, BytesOptions } from './source/byte-source.ts';
export { isByteSource } from './source/byte-source.ts';
export type { RandomAccess } from './source/random-access.ts';
export type { ReadManyOptions } from './source/read-native.ts';

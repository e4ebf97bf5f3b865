/**
 * Types, errors, byte sources, files and batches: what every other package of DareBlopy stands on.
 *
 * @module
 */
export { cutBytes } from './array/cut-bytes.ts';
export type { DataOf, DType, FixedDType } from './array/dtype.ts';
export { isFixedDType, itemSize, viewOf } from './array/dtype.ts';
export type { NDArray } from './array/nd-array.ts';
export { arrayOver, elementCount, isNDArray, zeros } from './array/nd-array.ts';
export type { RowOf } from './array/row.ts';
export { row } from './array/row.ts';
export { smallBigUint64Array, smallFloat64Array } from './array/small-arrays.ts';
export type {
  Column,
  DecodeOptions,
  Decoder,
  NativeDecoder,
  NativeDecoderSide,
} from './batch/decoder.ts';
export { isDecoder, nativeDecoder, nativeSideOf } from './batch/decoder.ts';
export { from } from './batch/from.ts';
export { newBatchBuffer, takeBack } from './batch/lend.ts';
export type { DecodePart, DecodePartsOptions } from './batch/native-decode.ts';
export {
  allocateColumns,
  columnsOfHandle,
  decodeBatch,
  decodeBatchSync,
  decodeParts,
} from './batch/native-decode.ts';
export { createNativeDecoder, singleColumnSide, variableSide } from './batch/native-decoder.ts';
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
export { asRandomAccess } from './collections/view.ts';
export type { ItemOf } from './collections/zip-sources.ts';
export { zipSources } from './collections/zip-sources.ts';
export type { Configuration } from './configure.ts';
export { configure, runtimeInfo } from './configure.ts';
export type { ErrorFields } from './error.ts';
export { DareblopyError, isDareblopyError } from './error.ts';
export type { ErrorCode } from './error-code.ts';
export { errorCodes } from './error-code.ts';
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
export type { RoundKeys } from './order/feistel.ts';
export { mix32, roundKeys } from './order/feistel.ts';
export type { PermutationOptions } from './order/permutation.ts';
export { Permutation } from './order/permutation.ts';
export { checkSeed, Random, STREAM } from './order/random.ts';
export type {
  ByteInput,
  ByteSource,
  BytesOptions,
  NativeItemSink,
  NativeSource,
} from './source/byte-source.ts';
export { isByteSource, isNativeSource, nativeItem } from './source/byte-source.ts';
export { checkInto } from './source/into.ts';
export { closeTemporary, itemsOf, resolveItems, toPath } from './source/items.ts';
export { NativeByteSource } from './source/native-byte-source.ts';
export { NativeCollection } from './source/native-collection.ts';
export type { NativeItemsSource } from './source/native-items.ts';
export { nativeItems, nativeItemsOf, nativeItemsOfParts } from './source/native-items.ts';
export { trackPending, whenIdle } from './source/pending.ts';
export type { RandomAccess } from './source/random-access.ts';
export { checkIndex } from './source/random-access.ts';
export type { ReadManyOptions } from './source/read-native.ts';
export { readNative, readNativeSync } from './source/read-native.ts';
export { withSignal } from './source/signal.ts';

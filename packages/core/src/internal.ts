/**
 * For DareBlopy's own packages, which are pinned to the same version. No promise is made to anybody
 * else: names come and go in any release.
 *
 * @module
 */
export { smallBigUint64Array, smallFloat64Array } from './array/small-arrays.ts';
export { newBatchBuffer, takeBack } from './batch/lend.ts';
export type { DecodePart, DecodePartsOptions } from './batch/native-decode.ts';
export {
  columnsOfHandle,
  decodeBatch,
  decodeBatchSync,
  decodeParts,
} from './batch/native-decode.ts';
export { splitName as splitStem } from './collections/group-by-stem.ts';
export type { DecodedImage, ImageWarning } from './image/decode-image.ts';
export { decodeImageSyncWith, decodeImageWith } from './image/decode-image.ts';
export { between, integer, oneOf, unexpected } from './image/expect.ts';
export type { ImageExtents } from './image/extents.ts';
export { extentsOf } from './image/extents.ts';
export { imageDecoderWith } from './image/image-decoder.ts';
export type {
  AlphaOption,
  CommonImageOptions,
  JpegBackendName,
  JpegCodecOptions,
  Layout,
  Region,
} from './image/image-options.ts';
export type { Jitter, JitterRange } from './image/jitter.ts';
export type { Normalize } from './image/normalize.ts';
export { infoNumbers, readInfoSyncWith, readInfoWith } from './image/read-image-info.ts';
export type { GeometryOptions, NumberOptions, PixelDType } from './image/row-options.ts';
export { expandRanges } from './io/expand-ranges.ts';
export type { FileInputs } from './io/file-inputs.ts';
export { resolveInputs } from './io/file-inputs.ts';
export type { RoundKeys } from './order/feistel.ts';
export { mix32, roundKeys } from './order/feistel.ts';
export type { PermutationOptions } from './order/permutation.ts';
export { Permutation } from './order/permutation.ts';
export { checkSeed, Random, STREAM } from './order/random.ts';
export { closeTemporary, itemsOf } from './source/items.ts';
export { nativeItemsOf, nativeItemsOfParts } from './source/native-items.ts';
export { onAbort } from './source/on-abort.ts';
export { trackPending, whenIdle } from './source/pending.ts';
export type { LoadedBatches } from './source/read-native.ts';
export { loadNative, readNative, readNativeSync } from './source/read-native.ts';

/**
 * For those who write a format, a decoder or an adapter: what turns bytes into items, items into
 * batches, and checks what callers pass in. Under semver, like the package's main door.
 *
 * @module
 */
export { isFixedDType, itemSize, viewOf } from './array/dtype.ts';
export { arrayOver, elementCount, zeros } from './array/nd-array.ts';
export type { Column, NativeDecoder, NativeDecoderSide } from './batch/decoder.ts';
export { nativeDecoder, nativeSideOf } from './batch/decoder.ts';
export { createNativeDecoder, singleColumnSide, variableSide } from './batch/native-decoder.ts';
export { asRandomAccess } from './collections/view.ts';
export type { NativeItemSink, NativeSource } from './source/byte-source.ts';
export { isNativeSource, nativeItem } from './source/byte-source.ts';
export { checkInto } from './source/into.ts';
export { resolveItems, toPath } from './source/items.ts';
export type { ByteRange, LateBytes } from './source/late-bytes.ts';
export { LateSource, lateSource } from './source/late-source.ts';
export { NativeByteSource } from './source/native-byte-source.ts';
export { NativeCollection } from './source/native-collection.ts';
export type { NativeItemsSource } from './source/native-items.ts';
export { nativeItems } from './source/native-items.ts';
export { checkIndex } from './source/random-access.ts';
export { withSignal } from './source/signal.ts';

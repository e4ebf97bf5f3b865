import { native } from '@dareblopy/native';
import type { ByteInput } from '../source/byte-source.ts';
import { itemsOf, resolveItems } from '../source/items.ts';
import { withSignal } from '../source/signal.ts';
import type { ImageCodecName } from './image-options.ts';
import { imageCodecs } from './image-options.ts';

/** What a header crosses as: 16 numbers, in the order in which native/addon/image/image_info.cc puts them. */
export const infoNumbers = 16;

/** The numbers of each source's header; of another format than `codec`: that format's error. */
export async function readInfoWith(
  codec: ImageCodecName,
  sources: readonly ByteInput[],
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const items = await resolveItems(sources, signal);
  return withSignal(signal, (cancel) =>
    native.readImageInfo(imageCodecs.indexOf(codec), items, cancel),
  );
}

const scratch = new Float64Array(infoNumbers);

/** Same of one on the calling thread; to be looked at before the next call. */
export function readInfoSyncWith(codec: ImageCodecName, source: ByteInput): Float64Array {
  const inMemory = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  const which = imageCodecs.indexOf(codec);
  native.readImageInfoSync(which, inMemory ? source : itemsOf([source]), scratch);
  return scratch;
}

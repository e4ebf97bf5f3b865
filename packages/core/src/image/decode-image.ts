import type { NativeDecodedImage } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { NDArray } from '../array/nd-array.ts';
import type { ByteInput } from '../source/byte-source.ts';
import { checkInto } from '../source/into.ts';
import { itemsOf, resolveItems } from '../source/items.ts';
import { withSignal } from '../source/signal.ts';
import { unexpected } from './expect.ts';
import type { PackedImageOptions } from './image-options.ts';
import { channelsOf, packedOptions, packImageOptions } from './image-options.ts';

/** Damage that was survived, or a deviation that changes no pixel. */
export interface ImageWarning {
  /** The decoder's words. */
  readonly message: string;
  /** How far into the file it had come, in bytes. */
  readonly offset: number;
}

type Samples = Uint8Array<ArrayBufferLike> | Uint16Array<ArrayBufferLike>;

/** What one decode is told besides what the native side knows. */
export interface DecodeImageCall extends PackedImageOptions {
  readonly into?: Samples | undefined;
  readonly onWarning?: ((warning: ImageWarning) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An image, with the list of what was wrong where that was asked for. */
export type DecodedImage = NDArray<'uint8' | 'uint16'> & {
  readonly warnings?: readonly ImageWarning[];
};

/** Whether threads may write to `into` directly. TypeError for what is no array of the dtype, also of another realm. */
function resolveInto({ into, wide }: DecodeImageCall): boolean {
  if (into === undefined) return false;
  const name = wide ? 'Uint16Array' : 'Uint8Array';
  if (!ArrayBuffer.isView(into) || Object.prototype.toString.call(into) !== `[object ${name}]`)
    throw unexpected('into', `a ${name}`, into);
  return checkInto(into);
}

function toArray(
  call: DecodeImageCall,
  { width, height, data, warnings }: NativeDecodedImage,
): DecodedImage {
  const channels = channelsOf(call);
  if (call.onWarning) warnings.forEach((warning) => void call.onWarning?.(warning));
  const shape = call.layout === 'CHW' ? [channels, height, width] : [height, width, channels];
  const array = { dtype: call.wide ? 'uint16' : 'uint8', shape, data } as DecodedImage;
  return call.tolerant ? { ...array, warnings } : array;
}

/** One image's pixels, read and decoded in one job on the native pool. */
export async function decodeImageWith(
  source: ByteInput,
  call: DecodeImageCall,
): Promise<DecodedImage> {
  const { into, signal } = call;
  const packed = packImageOptions(call);
  const items = await resolveItems([source], signal);
  const direct = resolveInto(call);
  const decoded = await withSignal(signal, (cancel) =>
    native.decodeImage(items, packed, into, direct, cancel),
  );
  return toArray(call, decoded);
}

/** Options of the synchronous call, whose native side reads them before anything else runs. */
const scratch = new Float64Array(packedOptions);

/** Same on the calling thread; bytes in memory are not copied. */
export function decodeImageSyncWith(source: ByteInput, call: DecodeImageCall): DecodedImage {
  const { into } = call;
  resolveInto(call);
  const inMemory = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  const warnings = call.tolerant || call.onWarning ? [] : undefined;
  const packed = packImageOptions(call, scratch);
  const fresh = native.decodeImageSync(
    inMemory ? source : itemsOf([source]),
    packed,
    into,
    warnings,
  );
  const [width = 0, height = 0] = packed;
  const data = fresh ?? (into as Samples).subarray(0, width * height * channelsOf(call));
  return toArray(call, { width, height, data, warnings: warnings ?? [] });
}

import type { NativeItems } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { BytesOptions } from './byte-source.ts';
import { checkInto } from './into.ts';
import { closeTemporary } from './items.ts';
import { trackPending } from './pending.ts';
import { withSignal } from './signal.ts';

export interface ReadManyOptions<B extends ArrayBufferLike = ArrayBuffer> extends BytesOptions<B> {
  /** Results are parts of one buffer instead of each owning its own: cheaper, and kept or freed together. */
  readonly shared?: boolean;
}

/** Reads native items on the pool; with `into`, one after the other. */
export function readNative<B extends ArrayBufferLike>(
  items: NativeItems,
  { into, shared = false, signal }: ReadManyOptions<B>,
): Promise<Uint8Array<B>[]> {
  return withSignal(signal, (cancel) => {
    const options = into === undefined ? { shared } : { into, direct: checkInto(into) };
    const reading = native.readItems(items, options, cancel);
    closeTemporary(items);
    return trackPending(items.sets, reading) as Promise<Uint8Array<B>[]>;
  });
}

/** Reads the first item on the calling thread. */
export function readNativeSync<B extends ArrayBufferLike>(
  items: NativeItems,
  into?: Uint8Array<B>,
): Uint8Array<B> {
  if (into !== undefined) checkInto(into);
  return native.readItemSync(items, into) as Uint8Array<B>;
}

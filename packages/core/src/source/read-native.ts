import type { NativeItems, ReadArrays, ReadParts } from '@dareblopy/native';
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
  return withSignal(signal, async (cancel) => {
    if (into === undefined && !shared) {
      const reading = native.readItems(items, cancel);
      closeTemporary(items);
      return cutSlab(await trackPending(items.sets, reading)) as Uint8Array<B>[];
    }
    const direct = into !== undefined && checkInto(into);
    const reading = native.readItemsInto(items, into, direct, cancel);
    closeTemporary(items);
    return viewsOf(await trackPending(items.sets, reading)) as Uint8Array<B>[];
  });
}

/** Items that lie in memory, and what it took to read them. */
export interface LoadedBatches {
  /** As many as were asked for. */
  readonly batches: readonly NativeItems[];
  readonly nanos: number;
  /** Items that lie close together share one. */
  readonly reads: number;
  readonly bytes: number;
  /** Bytes of the largest item. */
  readonly largest: number;
}

/**
 * Reads items into native memory, all at once, on threads that wait for devices: ahead of the batches, of
 * `counts` items each, that will need them. Items that cannot be read fail there.
 */
export function loadNative(
  items: NativeItems,
  counts: readonly number[],
  signal: AbortSignal,
): Promise<LoadedBatches> {
  return withSignal(signal, async (cancel) => {
    const loading = native.loadItems(items, Float64Array.from(counts), cancel);
    closeTemporary(items);
    const { sets, ...rest } = await trackPending(items.sets, loading);
    return { batches: sets.map((set) => ({ sets: [set], temporary: [set] })), ...rest };
  });
}

/** Small items come in one array, and get buffers of their own here. */
function cutSlab([arrays, slab, sizes]: ReadArrays): Uint8Array[] {
  if (slab === undefined || sizes === undefined) return arrays as Uint8Array[];
  let cut = 0;
  let begin = 0;
  for (let i = 0; cut < sizes.length; i++) {
    if (arrays[i] !== undefined) continue;
    const end = begin + (sizes[cut++] as number);
    arrays[i] = slab.slice(begin, end);
    begin = end;
  }
  return arrays as Uint8Array[];
}

/** Views of exactly what was written. */
function viewsOf([whole, sizes]: ReadParts): Uint8Array[] {
  const views = new Array<Uint8Array>(sizes.length);
  let begin = 0;
  for (let i = 0; i < sizes.length; i++) {
    const end = begin + (sizes[i] as number);
    if (end > whole.length) throw new TypeError('The buffer given as `into` was transferred');
    views[i] = whole.subarray(begin, end);
    begin = end;
  }
  return views;
}

/** Reads the first item on the calling thread. */
export function readNativeSync<B extends ArrayBufferLike>(
  items: NativeItems,
  into?: Uint8Array<B>,
): Uint8Array<B> {
  if (into === undefined) return native.readItemSync(items, undefined) as Uint8Array<B>;
  checkInto(into);
  return into.subarray(0, native.readItemSync(items, into) as number) as Uint8Array<B>;
}

import type { ByteInput } from '../source/byte-source.ts';
import { resolveItems } from '../source/items.ts';
import type { ReadManyOptions } from '../source/read-native.ts';
import { readNative } from '../source/read-native.ts';

/**
 * Reads any sources in parallel on the native pool, in one crossing, in the asked order.
 *
 * @param options.into all of them one after the other; the answer is a view of each.
 * @param options.shared results are parts of one buffer; by default each owns its own.
 * @throws DareblopyError of the first source that fails; RangeError when `into` is too small.
 */
export async function readMany<B extends ArrayBufferLike = ArrayBuffer>(
  sources: readonly ByteInput[],
  options: ReadManyOptions<B> = {},
): Promise<Uint8Array<B>[]> {
  return readNative<B>(await resolveItems(sources, options.signal), options);
}

/**
 * Reads whole files in parallel on the native pool.
 *
 * @throws DareblopyError IO_NOT_FOUND, IO_IS_DIRECTORY, IO_ACCESS_DENIED, IO_TRUNCATED, IO_ERROR.
 */
export function readFiles<B extends ArrayBufferLike = ArrayBuffer>(
  paths: readonly (string | URL)[],
  options: ReadManyOptions<B> = {},
): Promise<Uint8Array<B>[]> {
  return readMany(paths, options);
}

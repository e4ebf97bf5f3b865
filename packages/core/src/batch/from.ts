import type { ByteInput } from '../source/byte-source.ts';
import type { DecodeOptions, Decoder, NativeDecoder } from './decoder.ts';
import { nativeDecoder, nativeSideOf } from './decoder.ts';

/**
 * A Decoder of a part of the sample: `from((s) => s.image, jpeg({ size }))`. Decoders that are given
 * the same selector function read its bytes once.
 *
 * @param select the part of a sample that `decoder` decodes; called once for each sample and attempt.
 */
export function from<S, T, B>(select: (sample: S) => T, decoder: Decoder<T, B>): Decoder<S, B> {
  if (typeof select !== 'function') {
    throw new TypeError(`Expected a function of the sample but received ${typeof select}`);
  }
  const part: Decoder<S, B> = {
    decode: (samples, options) =>
      decoder.decode(samples.map(select), options as DecodeOptions<unknown>),
  };
  const side = nativeSideOf(decoder);
  if (!side) return part;
  const inner = side.select;
  const bytes = inner
    ? (sample: S): ByteInput => inner(select(sample))
    : (select as unknown as (sample: S) => ByteInput);
  const native: NativeDecoder<S, B> = { ...part, [nativeDecoder]: { ...side, select: bytes } };
  return native;
}

import type { ByteInput, ByteSource, Decoder } from '@dareblopy/core';
import { readMany } from '@dareblopy/core';
import { nativeSideOf, resolveItems } from '@dareblopy/core/extend';
import { decodeParts, newBatchBuffer } from '@dareblopy/core/internal';
import { jpeg } from '@dareblopy/jpeg';

/** What is done with items: decoders that look at each, none to read and check its bytes alone. */
export type Check = readonly Decoder<ByteInput, unknown>[];

/** Which items failed, by place, and why. */
export type Failed = ReadonlyMap<number, unknown>;
type Found = Map<number, unknown>;

/** Memory for decoders' rows that is used again: touching fresh memory takes longer than much of the decoding. */
export class Scratch {
  readonly #buffers = new Map<string, ArrayBuffer>();

  take(place: string, byteLength: number): ArrayBuffer {
    const before = this.#buffers.get(place);
    if (before && before.byteLength >= byteLength) return before;
    const buffer = newBatchBuffer(byteLength);
    this.#buffers.set(place, buffer);
    return buffer;
  }
}

/** Reads each source once, on the pool, through all decoders; nothing comes back but failures. */
export async function check(
  sources: readonly ByteSource[],
  decoders: Check,
  signal: AbortSignal,
  scratch = new Scratch(),
): Promise<Found> {
  if (sources.length === 0) return new Map();
  let items: Awaited<ReturnType<typeof resolveItems>>;
  try {
    items = await resolveItems(sources, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (sources.length === 1) return new Map([[0, error]]);
    // Sources that JavaScript reads: one that fails is not to hide the others.
    const each = await Promise.all(sources.map((source) => check([source], decoders, signal)));
    return new Map(each.flatMap((failed, i) => (failed.has(0) ? [[i, failed.get(0)]] : [])));
  }
  const parts = decoders.map((decoder, d) => {
    const side = nativeSideOf(decoder);
    if (!side) throw new TypeError('Expected a native decoder');
    const outputs = side.columns.map((column, c) =>
      scratch.take(`${d}.${c}`, column.rowBytes * sources.length),
    );
    return { side: side as never, outputs };
  });
  const decoded = await decodeParts(items, parts, { direct: true, signal });
  return new Map(decoded.failures ?? []);
}

/**
 * Decodes all of a picture and keeps next to nothing. At full size: whatever a decoder may leave out for
 * small results (scans, coefficients, rows), nothing is left out here.
 */
export function wholePicture(strict: boolean) {
  return jpeg({ size: [1, 1], fit: 'stretch', resample: 'area', exact: true, channels: 1, strict });
}

/** Which of the sources begin as a JPEG does. */
export async function beginAsJpeg(sources: readonly ByteSource[]): Promise<boolean[]> {
  const heads = await Promise.allSettled(
    sources.map(async (source) => (await readMany([source.slice(0, 3)]))[0] as Uint8Array),
  );
  return heads.map((head) => {
    if (head.status === 'rejected') return false;
    return head.value[0] === 0xff && head.value[1] === 0xd8 && head.value[2] === 0xff;
  });
}

// Indices, keys and the like of one batch, cut from a slab. V8 collects its young generation whenever a
// backing store is allocated while young ArrayBuffers hold some ten megabytes. A batch that was just moved
// (lend.ts) is young: a fresh array of 256 bytes would cost half a millisecond.
const SLAB_BYTES = 256 << 10;
const LARGEST_CUT = SLAB_BYTES / 4;

let slab = new ArrayBuffer(SLAB_BYTES);
let used = 0;

/** Zeros, for the library's own use: the buffer is shared with other arrays, and never to be transferred. */
export function smallFloat64Array(length: number): Float64Array {
  const byteLength = length * 8;
  if (byteLength > LARGEST_CUT) return new Float64Array(length);
  const begin = cut(byteLength);
  return new Float64Array(slab, begin, length);
}

/** As {@link smallFloat64Array}. */
export function smallBigUint64Array(length: number): BigUint64Array {
  const byteLength = length * 8;
  if (byteLength > LARGEST_CUT) return new BigUint64Array(length);
  const begin = cut(byteLength);
  return new BigUint64Array(slab, begin, length);
}

/** Where in `slab`, which is another one when it was used up. */
function cut(byteLength: number): number {
  if (used + byteLength > SLAB_BYTES) {
    slab = new ArrayBuffer(SLAB_BYTES);
    used = 0;
  }
  const begin = used;
  used += byteLength;
  return begin;
}

// Recycles batch memory. Touching fresh pages costs more than decoding into them. A buffer comes back by
// transferring it: every view that somebody still holds becomes empty, and never shows another batch.
import { newBatchBuffer, takeBack } from '@dareblopy/core/internal';

/** With DAREBLOPY_POISON=1, memory that comes back is filled with this byte, to expose late readers. */
export const POISON = 0xa5;

/** Recycled ArrayBuffers by size; holds at most `maxBytes`. */
export class BufferPool {
  readonly #free = new Map<number, ArrayBuffer[]>();
  readonly #maxBytes: number;
  readonly #poison: boolean;
  readonly #taken = new Map<number, number>(); // how often each size was asked for
  #freeBytes = 0;

  constructor(maxBytes: number, poison: boolean = process.env.DAREBLOPY_POISON === '1') {
    this.#maxBytes = maxBytes;
    this.#poison = poison;
  }

  /** Bytes in unused buffers. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** A buffer of exactly that size. Its contents are undefined. */
  take(byteLength: number): ArrayBuffer {
    this.#taken.set(byteLength, this.#timesTaken(byteLength) + 1);
    const buffer = this.#free.get(byteLength)?.pop();
    if (!buffer) return newBatchBuffer(byteLength);
    this.#freeBytes -= byteLength;
    return buffer;
  }

  /**
   * Transfers the buffer away from its holders and keeps its memory. If a holder has transferred it
   * already, it is theirs.
   */
  recycle(buffer: ArrayBuffer): void {
    const moved = takeBack(buffer);
    if (!moved || this.#timesTaken(moved.byteLength) === 0) return;
    if (!this.#makeRoom(moved.byteLength)) return;
    if (this.#poison) new Uint8Array(moved).fill(POISON);
    const list = this.#free.get(moved.byteLength);
    if (list) list.push(moved);
    else this.#free.set(moved.byteLength, [moved]);
    this.#freeBytes += moved.byteLength;
  }

  /**
   * Frees buffers of sizes that are used less often, until one more fits; false if there are none.
   * So an epoch's short last batch does not push out the memory of all others.
   */
  #makeRoom(byteLength: number): boolean {
    if (this.#freeBytes + byteLength <= this.#maxBytes) return true;
    const rarest = [...this.#free.keys()].sort((a, b) => this.#timesTaken(a) - this.#timesTaken(b));
    for (const size of rarest) {
      const list = this.#free.get(size)!;
      while (this.#freeBytes + byteLength > this.#maxBytes && list.length > 0) {
        if (this.#timesTaken(size) >= this.#timesTaken(byteLength)) return false;
        list.pop();
        this.#freeBytes -= size;
      }
    }
    return this.#freeBytes + byteLength <= this.#maxBytes;
  }

  #timesTaken(byteLength: number): number {
    return this.#taken.get(byteLength) ?? 0;
  }

  /** Frees everything. */
  clear(): void {
    this.#free.clear();
    this.#freeBytes = 0;
  }
}

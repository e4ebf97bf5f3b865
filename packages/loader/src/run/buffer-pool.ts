// Batch memory that is used again instead of being faulted in again: touching fresh pages costs more
// than decoding into them. A buffer comes back by moving it away from whoever still has views of it:
// those become empty, and can never show another batch's data.
import { newBatchBuffer, takeBack } from '@dareblopy/core/internal';

/** Written over memory that comes back, when DAREBLOPY_POISON=1: nobody may see it. */
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

  /** Bytes that lie here unused. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** A buffer of exactly that size; its contents are anything. */
  take(byteLength: number): ArrayBuffer {
    this.#taken.set(byteLength, this.#timesTaken(byteLength) + 1);
    const buffer = this.#free.get(byteLength)?.pop();
    if (!buffer) return newBatchBuffer(byteLength);
    this.#freeBytes -= byteLength;
    return buffer;
  }

  /**
   * Takes the buffer away from its holders and keeps its memory, unless one of them has transferred
   * it: then it is theirs.
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
   * Lets go of buffers of sizes that are asked for less often, until one more fits; false where there
   * are none. So the last, short batch of an epoch does not drive out the memory of all others.
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

  /** Lets go of everything. */
  clear(): void {
    this.#free.clear();
    this.#freeBytes = 0;
  }
}

import type { BufferPool } from './buffer-pool.ts';

/** The memory of one batch while its user has it. */
export class Loan {
  readonly #pool: BufferPool;
  #buffers: readonly ArrayBuffer[];

  constructor(pool: BufferPool, buffers: readonly ArrayBuffer[]) {
    this.#pool = pool;
    this.#buffers = buffers;
  }

  /** Buffers that will go back to the pool. */
  get buffers(): readonly ArrayBuffer[] {
    return this.#buffers;
  }

  /** The batch's arrays become empty and their memory goes back; once. */
  end(): void {
    const buffers = this.#buffers;
    this.#buffers = [];
    for (const buffer of buffers) this.#pool.recycle(buffer);
  }

  /** The user keeps the memory. */
  forget(): void {
    this.#buffers = [];
  }

  /** Other buffers go back instead: those that a worker returned for the ones it got. */
  replace(buffers: readonly ArrayBuffer[]): void {
    this.#buffers = buffers;
  }
}

/** Work that several callers wait for, each with a signal of its own; it is aborted when all have gone. */
export class SharedWork<T> {
  readonly #abort = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;
  #settled = false;

  constructor(start: (signal: AbortSignal) => Promise<T>, whenSettled: () => void) {
    this.#result = start(this.#abort.signal).finally(() => {
      this.#settled = true;
      whenSettled();
    });
    this.#result.catch(() => {});
  }

  /** Whether nobody waits for it any more. */
  get abandoned(): boolean {
    return this.#abort.signal.aborted;
  }

  async wait(signal: AbortSignal | undefined): Promise<T> {
    if (signal === undefined) {
      this.#waiting++; // never leaves
      return this.#result;
    }
    signal.throwIfAborted();
    this.#waiting++;
    let leave = () => {};
    try {
      const aborted = new Promise<never>((_, reject) => {
        leave = () => reject(signal.reason);
        signal.addEventListener('abort', leave, { once: true });
      });
      return await Promise.race([this.#result, aborted]);
    } finally {
      signal.removeEventListener('abort', leave);
      if (--this.#waiting === 0 && !this.#settled) this.#abort.abort();
    }
  }
}

/** One sample on its way through a batcher, and the promise of its result. */
export class Ticket<S, R> {
  readonly sample: S;
  readonly signal: AbortSignal | undefined;
  readonly arrived: number = performance.now();
  readonly result: Promise<R>;
  readonly #onSettled: () => void;
  readonly #onAbort = () => this.fail(this.signal?.reason);
  #settled = false;
  #resolve!: (result: R) => void;
  #reject!: (reason: unknown) => void;

  /** @param onSettled called once, with the first answer, whatever it is. */
  constructor(sample: S, signal: AbortSignal | undefined, onSettled: () => void) {
    this.sample = sample;
    this.signal = signal;
    this.#onSettled = onSettled;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Whether it has its answer already: it was aborted, or could not be decoded. */
  get settled(): boolean {
    return this.#settled;
  }

  answer(result: R): void {
    if (this.#settle()) this.#resolve(result);
  }

  fail(reason: unknown): void {
    if (this.#settle()) this.#reject(reason);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.signal?.removeEventListener('abort', this.#onAbort);
    this.#onSettled();
    return true;
  }
}

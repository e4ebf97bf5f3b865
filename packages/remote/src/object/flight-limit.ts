/** Bounds how many requests, and how many bytes, are on their way at once. First come, first served. */
export class FlightLimit {
  readonly #requests: number;
  readonly #bytes: number;
  #requestsLeft: number;
  #bytesLeft: number;
  readonly #waiting: { bytes: number; start: () => void }[] = [];

  constructor(requests: number, bytes: number) {
    this.#requests = this.#requestsLeft = requests;
    this.#bytes = this.#bytesLeft = bytes;
  }

  /** Runs `work` when there is room for its bytes; one larger than the bound flies alone. */
  async run<T>(bytes: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const taken = Math.min(bytes, this.#bytes);
    await this.#enter(taken, signal);
    try {
      return await work();
    } finally {
      this.#requestsLeft++;
      this.#bytesLeft += taken;
      this.#wake();
    }
  }

  /** Requests on their way. */
  get requests(): number {
    return this.#requests - this.#requestsLeft;
  }

  async #enter(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal?.reason);
        this.#wake();
      };
      const start = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const entry = { bytes, start };
      this.#waiting.push(entry);
      signal?.addEventListener('abort', abort, { once: true });
      this.#wake();
    });
  }

  #wake(): void {
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined || this.#requestsLeft < 1 || this.#bytesLeft < next.bytes) return;
      this.#waiting.shift();
      this.#requestsLeft--;
      this.#bytesLeft -= next.bytes;
      next.start();
    }
  }
}

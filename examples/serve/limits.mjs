// What the server takes on, at most. Each bounds something that somebody else decides.
export const defaultLimits = {
  /** Bytes of one upload: 413. */
  maxBytes: 8e6,
  /** Pixels of one picture, of which a few bytes can claim billions: 413. */
  maxPixels: 50e6,
  /** Bytes of all uploads under way, also of those that wait for the model: 503. */
  maxUploadBytes: 256e6,
  /** Uploads under way: 503. */
  maxPending: 256,
  /** Milliseconds for a request to arrive whole: 408. */
  maxUploadMilliseconds: 10_000,
  /** Milliseconds from a whole upload to its answer: 503. */
  maxAnswerMilliseconds: 2000,
  /** Samples in a batch, and the milliseconds that one waits for others. */
  maxBatch: 32,
  maxWait: 5,
  /** Seconds after which a refused client may try again. */
  retryAfterSeconds: 1,
  /** Milliseconds that the last answers may take after SIGTERM. */
  maxDrainMilliseconds: 15_000,
};

/** Counts the uploads under way and their bytes, so that more is refused before it is read. */
export class UploadBudget {
  #limits;
  #bytes = 0;
  #count = 0;

  constructor(limits) {
    this.#limits = limits;
  }

  /** A function that gives the upload's share back, once; undefined when there is no room for it. */
  take(bytes) {
    const { maxPending, maxUploadBytes } = this.#limits;
    if (this.#count >= maxPending || this.#bytes + bytes > maxUploadBytes) return undefined;
    this.#count += 1;
    this.#bytes += bytes;
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      this.#count -= 1;
      this.#bytes -= bytes;
    };
  }

  get count() {
    return this.#count;
  }

  get bytes() {
    return this.#bytes;
  }
}

/** Bytes of samples that a loader may have read ahead of the batches in its ring. */
export const AHEAD_BYTES = 64 * 2 ** 20;

// Handing a read to another thread and taking it back costs some ten microseconds: storage that answers
// faster than this is read by the thread that decodes.
const QUICK_NANOS = 150_000;

/** No storage that we know gets faster by more reads at once. */
const MOST_ROWS = 1024;

const WEIGHT = 0.25;

/** What reading some samples took. */
export interface Reads {
  readonly rows: number;
  /** Reads of the storage that it took; default: one a row. */
  readonly reads?: number;
  /** Summed over the threads that waited for the storage. */
  readonly nanos: number;
  readonly bytes: number;
  /** Bytes of the largest, where it is known. */
  readonly largest?: number;
}

/**
 * How many samples to read ahead of the batches under way, found from what is seen: as many as must be
 * on their way at once for the storage to keep up with the decoding threads, by Little's law.
 */
export class ReadAhead {
  readonly #threads: number;
  #latency = 0; // nanoseconds a sample takes the storage
  #work = 0; // nanoseconds a sample takes a thread of the pool
  #largest = 0;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Samples to read ahead; 0 where nothing has to be waited for. */
  get rows(): number {
    if (this.#latency < QUICK_NANOS) return 0;
    const decodedEvery = Math.max(this.#work / this.#threads, 1000);
    // Twice that: latencies vary, and a batch is not complete before its last sample.
    const wanted = Math.ceil((2 * this.#latency) / decodedEvery);
    return Math.min(wanted, MOST_ROWS, this.mostRows);
  }

  /** Samples that there is memory for. */
  get mostRows(): number {
    return Math.floor(AHEAD_BYTES / Math.max(this.#largest, 1));
  }

  /** Samples were read, by threads that wait (`nanos` 0: by those that decode, without waiting). */
  noteReads({
    rows,
    reads = rows,
    nanos,
    bytes,
    largest = bytes / Math.max(rows, 1),
  }: Reads): void {
    if (rows === 0) return;
    this.#latency = mix(this.#latency, nanos / reads);
    this.#largest = Math.max(this.#largest, largest);
  }

  /** Samples were decoded; `nanos` is summed over threads. */
  noteWork(rows: number, nanos: number): void {
    if (rows > 0) this.#work = mix(this.#work, nanos / rows);
  }
}

function mix(before: number, now: number): number {
  return before === 0 ? now : before + (now - before) * WEIGHT;
}

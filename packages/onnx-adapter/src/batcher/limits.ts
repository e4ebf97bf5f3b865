/** One batch that was run: for metrics. */
export interface BatchReport {
  /** Samples in it. */
  readonly rows: number;
  /** From its first sample's arrival until the model began. */
  readonly waitMilliseconds: number;
  readonly runMilliseconds: number;
}

export interface BatcherLimitOptions {
  /** Samples in a batch, at most. Default 32. */
  readonly maxBatch?: number;
  /**
   * Milliseconds that a sample waits for others, at most, before its batch is run. While the model is busy
   * a batch goes on gathering for longer. Default 5; 0: no wait, so that batches form under load alone.
   */
  readonly maxWait?: number;
  /** Samples accepted and not answered, at most; more are refused. Default: eight batches of them. */
  readonly maxPending?: number;
  /** Batches that the model works on at once. Default 1. */
  readonly concurrency?: number;
  /** Is told of each batch. It must not throw. */
  readonly onBatch?: (report: BatchReport) => void;
}

export interface BatcherLimits {
  readonly maxBatch: number;
  readonly maxWait: number;
  readonly maxPending: number;
  readonly concurrency: number;
  readonly onBatch: ((report: BatchReport) => void) | undefined;
}

/** @throws RangeError for numbers that cannot be. */
export function checkLimits(options: BatcherLimitOptions): BatcherLimits {
  const { maxBatch = 32, maxWait = 5, concurrency = 1, onBatch } = options;
  const { maxPending = 8 * maxBatch } = options;
  atLeast('maxBatch', maxBatch, 1);
  atLeast('concurrency', concurrency, 1);
  atLeast('maxPending', maxPending, 1);
  if (!(maxWait >= 0 && maxWait <= 2 ** 31 - 1)) {
    throw new RangeError(`Expected milliseconds from 0 up for maxWait but received ${maxWait}`);
  }
  return { maxBatch, maxWait, maxPending, concurrency, onBatch };
}

function atLeast(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(
    `Expected an integer of at least ${least} for ${name} but received ${value}`,
  );
}

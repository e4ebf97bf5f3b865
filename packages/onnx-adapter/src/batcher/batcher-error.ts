/** Why a batcher took no sample. */
export type BatcherErrorCode =
  /** As many as `maxPending` allows are under way: for a server, 503 with Retry-After. */
  | 'BATCHER_OVERLOADED'
  /** It is closed, or closing. */
  | 'BATCHER_CLOSED';

/** A batcher took no sample. The sample itself was not looked at. */
export class BatcherError extends Error {
  readonly code: BatcherErrorCode;

  constructor(code: BatcherErrorCode, message: string) {
    super(message);
    this.name = 'BatcherError';
    this.code = code;
  }
}

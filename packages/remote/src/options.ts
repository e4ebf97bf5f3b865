/** When a request that failed is made again. Only 408, 429, 5xx and broken connections are. */
export interface RetryOptions {
  /** Most further attempts of a request. Default 5; 0 turns retries off. */
  readonly count?: number;
  /** Longest pause before the first of them; doubles each time, and is drawn at random below that. Default 200. */
  readonly initialMs?: number;
  /** Longest pause. Default 10,000. */
  readonly maxMs?: number;
  /** No attempt begins later than this after the first one began. Default 120,000. */
  readonly totalMs?: number;
}

/** A cache on the local disk. */
export interface CacheOptions {
  /** Made when it is not there. Any number of processes may share it. */
  readonly directory: string;
  /** Blocks used least recently are removed above it. */
  readonly maxBytes: number;
  /** Bytes that are fetched and kept as one. Default 1 MiB. */
  readonly blockBytes?: number;
}

/** How objects are read, wherever they are. */
export interface RemoteOptions {
  /** Opt-in: without it every read goes over the network. */
  readonly cache?: CacheOptions;
  readonly coalesce?: {
    /** Ranges with at most so many bytes between them are fetched as one. Default 64 KiB. */
    readonly gap?: number;
    /** Most bytes of a request; longer ranges are fetched in parts, in parallel. Default 4 MiB. */
    readonly size?: number;
  };
  readonly inFlight?: {
    /** Most requests at once, which is also the most connections to a host. Default 64. */
    readonly requests?: number;
    /** Most bytes that are on their way at once. Default 64 MiB. */
    readonly bytes?: number;
  };
  readonly retries?: RetryOptions;
  /** A connection on which nothing arrives for so long counts as broken. Default 30,000. */
  readonly idleTimeoutMs?: number;
  /** Aborts the opening. Reads take a signal of their own. */
  readonly signal?: AbortSignal;
  /**
   * Aborts what is under way and all later reads as well: for a program that is told to end, and must not
   * wait for a server that has stalled.
   */
  readonly lifetime?: AbortSignal;
}

export interface Settings {
  readonly gap: number;
  readonly requestBytes: number;
  readonly requests: number;
  readonly bytes: number;
  readonly retry: Required<RetryOptions>;
  readonly idleTimeoutMs: number;
}

/** @throws RangeError for a number that makes no sense. */
export function settingsOf(options: RemoteOptions): Settings {
  const { coalesce = {}, inFlight = {}, retries = {} } = options;
  return {
    gap: atLeast('coalesce.gap', coalesce.gap ?? 64 * 1024, 0),
    requestBytes: atLeast('coalesce.size', coalesce.size ?? 4 * 2 ** 20, 1),
    requests: atLeast('inFlight.requests', inFlight.requests ?? 64, 1),
    bytes: atLeast('inFlight.bytes', inFlight.bytes ?? 64 * 2 ** 20, 1),
    retry: {
      count: atLeast('retries.count', retries.count ?? 5, 0),
      initialMs: atLeast('retries.initialMs', retries.initialMs ?? 200, 0),
      maxMs: atLeast('retries.maxMs', retries.maxMs ?? 10_000, 0),
      totalMs: atLeast('retries.totalMs', retries.totalMs ?? 120_000, 0),
    },
    idleTimeoutMs: atLeast('idleTimeoutMs', options.idleTimeoutMs ?? 30_000, 1),
  };
}

/** @throws RangeError */
export function atLeast(name: string, value: number, least: number): number {
  if (typeof value === 'number' && value >= least) return value;
  throw new RangeError(`Expected ${name} to be a number from ${least} on but received ${value}`);
}

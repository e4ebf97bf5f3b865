import { setTimeout as pause } from 'node:timers/promises';
import type { DareblopyError } from '@dareblopy/core';
import type { RetryOptions } from '../options.ts';

/** Thrown by an attempt after which another one may succeed. */
export class RetryableError extends Error {
  /** What the caller gets when attempts have run out. */
  readonly error: DareblopyError;
  /** How long the server asked to wait. */
  readonly afterMs: number | undefined;

  constructor(error: DareblopyError, afterMs?: number) {
    super(error.message);
    this.error = error;
    this.afterMs = afterMs;
  }
}

/** `Retry-After`: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Makes attempts until one answers or throws anything but a RetryableError. Between them exponential
 * pauses with full jitter, or what the server asked for; one that asks for more than is left is not
 * waited for.
 */
export async function withRetries<T>(
  policy: Required<RetryOptions>,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  const began = Date.now();
  for (let failed = 0; ; failed++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      const longest = Math.min(policy.maxMs, policy.initialMs * 2 ** failed);
      const wait = error.afterMs ?? Math.random() * longest;
      const late = Date.now() - began + wait > policy.totalMs;
      if (failed >= policy.count || late) throw error.error;
      await pause(wait, undefined, signal === undefined ? {} : { signal }).catch(() => {
        throw signal?.reason;
      });
    }
  }
}

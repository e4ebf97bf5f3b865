import type { IncomingMessage } from 'node:http';
import { DareblopyError, isDareblopyError } from '@dareblopy/core';
import type { RetryOptions } from '../options.ts';
import type { HttpClient } from './client.ts';
import { follow } from './redirects.ts';
import { RetryableError, withRetries } from './retry.ts';
import { refusalOf, throwable } from './status-error.ts';
import type { Ask, Target } from './target.ts';

/** How many times a target may learn something from a refusal within one exchange. */
const mostLessons = 2;

/** A client and what it does when an attempt fails. */
export interface Line {
  readonly client: HttpClient;
  readonly retry: Required<RetryOptions>;
}

/**
 * Asks until there is an answer of an expected status that `accept` takes. `accept` reads the body; a
 * connection that breaks within it is another failed attempt, and `ask` is called anew for each.
 *
 * @throws DareblopyError REMOTE_*; what `accept` throws.
 */
export function exchange<T>(
  { client, retry }: Line,
  target: Target,
  ask: () => Ask,
  expected: readonly number[],
  accept: (answer: IncomingMessage) => Promise<T>,
): Promise<T> {
  const { signal } = ask();
  let lessons = 0;
  const attempt = async (): Promise<T> => {
    const { answer, secrets, moved } = await follow(client, target, ask());
    if (expected.includes(answer.statusCode ?? 0)) return accept(answer);
    const refusal = await refusalOf(answer, target.name, secrets, signal);
    if (lessons < mostLessons) {
      const learnt = target.learn?.(refusal.status, refusal.code, refusal.headers) ?? false;
      // A place that a redirect named is good for a while: later the way begins where it began.
      const stale = moved && !refusal.retryable;
      if (stale) target.moved = undefined;
      if (learnt || stale) {
        lessons++;
        return attempt();
      }
    }
    throw throwable(refusal);
  };
  return withRetries(retry, signal, async () => {
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof RetryableError || isDareblopyError(error)) throw error;
      if (error instanceof TypeError || error instanceof RangeError) throw error;
      throw new RetryableError(unreachable(target.name, error as Error));
    }
  });
}

function unreachable(name: string, cause: Error & { code?: string }): DareblopyError {
  const why = cause.code ?? cause.message;
  return new DareblopyError('REMOTE_UNREACHABLE', `${name}: the connection failed: ${why}`, {
    path: name,
    cause,
  });
}

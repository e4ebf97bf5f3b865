import type { CancelHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { isDareblopyError } from '../error.ts';
import { onAbort } from './on-abort.ts';

/** What stops the native work of a signal's calls: all of it at once, so that one handle does. */
class Stop {
  readonly #signal: AbortSignal;
  readonly #cancel: CancelHandle = native.createCancel();
  #calls = 0;
  #forget: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** For one more call. */
  begin(): CancelHandle {
    if (this.#calls++ === 0) this.#forget = onAbort(this.#signal, () => this.#cancel.cancel());
    return this.#cancel;
  }

  end(): void {
    if (--this.#calls === 0) this.#forget?.();
  }
}

/**
 * Made once a signal, not once a call: a native object's garbage is collected late, and a loader of small
 * batches makes a hundred thousand calls a second.
 */
const stops = new WeakMap<AbortSignal, Stop>();

function stopOf(signal: AbortSignal): Stop {
  let stop = stops.get(signal);
  if (stop === undefined) {
    stop = new Stop(signal);
    stops.set(signal, stop);
  }
  return stop;
}

/**
 * Starts native work that `signal` cancels. The promise settles when no thread works on it any more:
 * with `signal.reason` after an abort.
 */
export async function withSignal<T>(
  signal: AbortSignal | undefined,
  start: (cancel: CancelHandle | undefined) => Promise<T>,
): Promise<T> {
  if (signal === undefined) return start(undefined);
  signal.throwIfAborted();
  const stop = stopOf(signal);
  try {
    return await start(stop.begin());
  } catch (error) {
    if (signal.aborted && isDareblopyError(error, 'ABORTED')) throw signal.reason;
    throw error;
  } finally {
    stop.end();
  }
}

import type { CancelHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { isDareblopyError } from '../error.ts';
import { onAbort } from './on-abort.ts';

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
  const cancel = native.createCancel();
  const forget = onAbort(signal, () => cancel.cancel());
  try {
    return await start(cancel);
  } catch (error) {
    if (signal.aborted && isDareblopyError(error, 'ABORTED')) throw signal.reason;
    throw error;
  } finally {
    forget();
  }
}

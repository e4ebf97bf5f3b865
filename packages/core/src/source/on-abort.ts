// However many calls a signal can stop, it has one listener: Node warns of a leak when it has eleven.
const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

function callAll(this: AbortSignal): void {
  const callbacks = callbacksOf.get(this);
  callbacksOf.delete(this);
  for (const callback of callbacks ?? []) callback();
}

/**
 * Calls `callback`, once, when the signal aborts; not when it has done so before. Answers what takes it
 * back: call that as soon as nothing is left to stop, as the signal may live on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let callbacks = callbacksOf.get(signal);
  if (!callbacks) {
    callbacks = new Set();
    callbacksOf.set(signal, callbacks);
    signal.addEventListener('abort', callAll, { once: true });
  }
  const own = (): void => callback(); // the same function may be given twice
  callbacks.add(own);
  return () => {
    callbacks.delete(own);
    if (callbacks.size > 0 || callbacksOf.get(signal) !== callbacks) return;
    callbacksOf.delete(signal);
    signal.removeEventListener('abort', callAll);
  };
}

/** A promise that is awaited later: a rejection until then is not an unhandled one. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/**
 * What `start` makes of each item, in order, the next one begun before one is given out. An error of
 * `source` comes after what was made of the items before it.
 */
export async function* oneAhead<T, U>(
  source: AsyncIterable<T>,
  start: (item: T) => Promise<U>,
): AsyncGenerator<U> {
  const items = source[Symbol.asyncIterator]();
  let ahead: Promise<U> | undefined;
  try {
    for (;;) {
      const current = ahead;
      const [next] = await Promise.allSettled([items.next()]);
      const item = next.status === 'fulfilled' ? next.value : undefined;
      ahead = item && !item.done ? quiet(start(item.value)) : undefined;
      if (current) yield await current;
      if (next.status === 'rejected') throw next.reason;
      if (!ahead) return;
    }
  } finally {
    await items.return?.();
  }
}

interface Entry {
  readonly callback: () => void;
  /** Where it lies in its list. */
  place: number;
}

// However many calls a signal can stop, it has one listener: Node warns of a leak when it has eleven. A plain
// list: a Set that is added to and deleted from all the time leaves tables behind, each of which keeps the next
// one, and what that held, alive until the next full collection.
const entriesOf = new WeakMap<AbortSignal, Entry[]>();

function callAll(this: AbortSignal): void {
  const entries = entriesOf.get(this);
  entriesOf.delete(this);
  for (const { callback } of entries ?? []) callback();
}

/**
 * Calls `callback`, once, when the signal aborts; not when it has done so before. Answers what takes it
 * back: call that as soon as nothing is left to stop, as the signal may live on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let entries = entriesOf.get(signal);
  if (!entries) {
    entries = [];
    entriesOf.set(signal, entries);
    signal.addEventListener('abort', callAll, { once: true });
  }
  const list = entries;
  const entry: Entry = { callback, place: list.length };
  list.push(entry);
  return () => {
    if (entriesOf.get(signal) !== list) return; // it was called, or is about to be
    remove(list, entry);
    if (list.length > 0) return;
    entriesOf.delete(signal);
    signal.removeEventListener('abort', callAll);
  };
}

/** The last one takes its place. */
function remove(list: Entry[], entry: Entry): void {
  if (entry.place < 0) return;
  const last = list.pop() as Entry;
  if (last !== entry) {
    list[entry.place] = last;
    last.place = entry.place;
  }
  entry.place = -1;
}

import type { ByteInput } from '@dareblopy/core';
import { withSignal } from '@dareblopy/core/extend';
import type { ZipPackEntries, ZipPackHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { AddOptions, EntryToAdd } from './add-options.ts';
import { compression, entryInfo } from './add-options.ts';

/** Entries in memory that wait to be packed: what is gathered for one crossing. */
const gatheredEntries = 4096;
const gatheredBytes = 16 << 20;

/** Jobs begun: so that threads go on with the next while the last files of one are written. */
const jobsAhead = 2;
const fewest = 16;
const most = 4096;

/** How many entries make a job that takes some tens of milliseconds, by those before it. */
export class Pace {
  entries = fewest;

  took(milliseconds: number): void {
    if (milliseconds < 40) this.entries = Math.min(this.entries * 2, most);
    if (milliseconds > 200) this.entries = Math.max(this.entries >> 1, fewest);
  }
}

/**
 * Packs `count` sources in jobs that take some tens of milliseconds each, so that other work of the pool gets
 * its turn; calls `after` when one is done. Rejects, when no thread works on it any more, with the error of
 * the first source that failed: those before it are written, none after it is.
 */
export async function packAll(
  pack: ZipPackHandle,
  count: number,
  { pace, signal, after }: { pace: Pace; signal: AbortSignal | undefined; after: () => void },
): Promise<void> {
  const running: Promise<void>[] = [];
  try {
    for (let begin = 0; begin < count; ) {
      if (running.length >= jobsAhead) await running.shift();
      const end = Math.min(begin + pace.entries, count);
      const started = performance.now();
      const job = withSignal(signal, (cancel) => native.zipPackRun(pack, begin, end, cancel)).then(
        () => {
          pace.took(performance.now() - started);
          after();
        },
      );
      job.catch(() => {}); // awaited in its turn
      running.push(job);
      begin = end;
    }
    while (running.length > 0) await running.shift();
  } finally {
    await Promise.allSettled(running);
  }
}

/** Entries with the options that they leave out, some at a time. */
export async function* gatherEntries(
  entries: Iterable<EntryToAdd> | AsyncIterable<EntryToAdd>,
  defaults: AddOptions,
): AsyncGenerator<EntryToAdd[]> {
  let some: EntryToAdd[] = [];
  let bytes = 0;
  const iterable = Array.isArray(entries) ? undefined : entries;
  const add = (entry: EntryToAdd): boolean => {
    bytes += bytesInMemory(entry.source);
    return some.push({ ...defaults, ...entry }) >= gatheredEntries || bytes >= gatheredBytes;
  };
  const take = (): EntryToAdd[] => {
    const taken = some;
    some = [];
    bytes = 0;
    return taken;
  };
  // An array's entries need no promise each.
  if (iterable === undefined) {
    for (const entry of entries as Iterable<EntryToAdd>) if (add(entry)) yield take();
  } else {
    for await (const entry of iterable) if (add(entry)) yield take();
  }
  if (some.length > 0) yield take();
}

function bytesInMemory(source: ByteInput): number {
  if (ArrayBuffer.isView(source) || source instanceof ArrayBuffer) return source.byteLength;
  return source instanceof Blob ? source.size : 0;
}

/** Entries as they cross. */
export function packEntries(entries: readonly EntryToAdd[]): ZipPackEntries {
  const numbers = new Float64Array(entries.length * 5);
  const comments: string[] = [];
  const names = entries.map((entry, i) => {
    const { name, comment, dosModified, unixModified, align } = entryInfo(entry.name, entry);
    const { method, level } = compression(entry);
    numbers.set([dosModified, unixModified, align, method, level], i * 5);
    comments.push(comment);
    return name;
  });
  return comments.some((comment) => comment !== '')
    ? { names, comments, numbers }
    : { names, numbers };
}

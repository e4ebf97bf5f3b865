import type { SourceSetHandle } from '@dareblopy/native';

/** Work under way, by the set that it reads from: what `close()` waits for. */
const pending = new WeakMap<SourceSetHandle, Set<Promise<unknown>>>();

/** Notes that `work` reads from the sets until it settles. Answers `work`. */
export function trackPending<T>(sets: readonly SourceSetHandle[], work: Promise<T>): Promise<T> {
  for (const set of sets) {
    let works = pending.get(set);
    if (works === undefined) {
      works = new Set();
      pending.set(set, works);
    }
    const all = works;
    all.add(work);
    const done = () => all.delete(work);
    work.then(done, done);
  }
  return work;
}

/** Resolves when nothing reads from the set any more, however that work ended. */
export async function whenIdle(set: SourceSetHandle): Promise<void> {
  const works = pending.get(set);
  while (works !== undefined && works.size > 0) await Promise.allSettled(works);
}

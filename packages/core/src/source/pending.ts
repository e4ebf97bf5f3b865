import type { SourceSetHandle } from '@dareblopy/native';

/**
 * Work under way that reads from one set: a number, not the promises. A Set of them, added to and deleted from
 * all the time, leaves tables behind that keep what batches held alive until the next full collection.
 */
class Pending {
  #works = 0;
  #idle: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  begin(): void {
    this.#works++;
  }

  readonly end = (): void => {
    if (--this.#works > 0) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  };

  get working(): boolean {
    return this.#works > 0;
  }

  /** Resolves when there is none. */
  idle(): Promise<void> {
    if (this.#idle === undefined) {
      let resolve = (): void => {};
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      this.#idle = { promise, resolve };
    }
    return this.#idle.promise;
  }
}

/** What `close()` waits for. */
const pending = new WeakMap<SourceSetHandle, Pending>();

/** Notes that `work` reads from the sets until it settles. Answers `work`. */
export function trackPending<T>(sets: readonly SourceSetHandle[], work: Promise<T>): Promise<T> {
  for (const set of sets) {
    let works = pending.get(set);
    if (works === undefined) {
      works = new Pending();
      pending.set(set, works);
    }
    works.begin();
    work.then(works.end, works.end);
  }
  return work;
}

/** Resolves when nothing reads from the set any more, however that work ended. */
export async function whenIdle(set: SourceSetHandle): Promise<void> {
  const works = pending.get(set);
  while (works?.working) await works.idle();
}

import { native } from '@dareblopy/native';

export interface Configuration {
  /** Threads of the process's native pool; default: the number of CPUs. */
  readonly threads?: number;
}

/**
 * Settings of the whole process.
 *
 * @throws Error once the pool runs with another number of threads; RangeError for a number that is not
 *   from 1 to 1024.
 */
export function configure({ threads }: Configuration): void {
  if (threads === undefined) return;
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new RangeError(`Expected threads from 1 to 1024 but received ${threads}`);
  }
  if (!native.configure(threads)) {
    const running = native.runtimeInfo().threads;
    throw new Error(
      `The native pool runs with ${running} threads already: call configure() before the first read`,
    );
  }
}

/** What the native side runs with. */
export function runtimeInfo(): { readonly threads: number; readonly cpu: readonly string[] } {
  const { threads, cpu } = native.runtimeInfo();
  return { threads, cpu };
}

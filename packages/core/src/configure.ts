import { native } from '@dareblopy/native';

export interface Configuration {
  /** Threads of the process's native pool; default: the number of CPUs. */
  readonly threads?: number;
  /** What waits for storage that is slow or far away, apart from the pool. Nobody has to set it. */
  readonly io?: {
    /** Most reads that wait at once, from 1 to 4096. Default 512; each takes a thread, which ends when idle. */
    readonly maxInFlight?: number;
  };
}

/**
 * Settings of the whole process.
 *
 * @throws Error once the pool runs with another number of threads; RangeError for a number that is not
 *   from 1 to 1024, or 4096 for `io`.
 */
export function configure({ threads, io }: Configuration): void {
  if (threads !== undefined) integer(threads, 1024, 'threads');
  if (io?.maxInFlight !== undefined) integer(io.maxInFlight, 4096, 'io.maxInFlight');
  if (threads !== undefined && !native.configure(threads)) {
    const running = native.runtimeInfo().threads;
    throw new Error(
      `The native pool runs with ${running} threads already: call configure() before the first read`,
    );
  }
  if (io?.maxInFlight !== undefined) native.configureIo(io.maxInFlight);
}

function integer(value: number, most: number, name: string): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new RangeError(`Expected ${name} from 1 to ${most} but received ${value}`);
}

/** What the native side runs with. */
export function runtimeInfo(): {
  readonly threads: number;
  /** How many reads may wait at once, and how many do. */
  readonly io: { readonly maxInFlight: number; readonly inFlight: number };
  readonly cpu: readonly string[];
} {
  const { threads, ioThreads, inFlight, cpu } = native.runtimeInfo();
  return { threads, io: { maxInFlight: ioThreads, inFlight }, cpu };
}

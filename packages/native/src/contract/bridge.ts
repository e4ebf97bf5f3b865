import type { CancelHandle, Handle } from './handles.ts';

/** What the addon reports about itself. */
export interface RuntimeInfo {
  /** Threads of the process's pool. */
  readonly threads: number;
  /** Whether they run already; then their number is fixed. */
  readonly started: boolean;
  /** How many threads may wait for devices at once. */
  readonly ioThreads: number;
  /** Reads and openings that such threads do now, or that wait for one. */
  readonly inFlight: number;
  /** CPU features that kernels were chosen by. */
  readonly cpu: readonly string[];
}

/** The class that native errors are made of. */
export type NativeErrorClass = new (code: never, message: string, fields: never) => Error;

export interface BridgeNatives {
  createCancel(): CancelHandle;
  setErrorClass(errorClass: NativeErrorClass): void;
  /** `cut` makes views of the first `count` parts of a buffer, one after the other; `ends` is used again. */
  setBytesCutter(
    cut: (buffer: ArrayBuffer, ends: Float64Array, count: number) => Uint8Array<ArrayBuffer>[],
  ): void;
  errorCodes(): string[];
  /** Sets the number of threads; false when the pool runs with another number already. */
  configure(threads: number): boolean;
  /** Sets how many threads may wait for devices at once. */
  configureIo(threads: number): void;
  runtimeInfo(): RuntimeInfo;
  /** Lets go of what the handle holds; jobs under way keep it until they end. Later use throws a TypeError. */
  closeHandle(handle: Handle<string>): void;
}

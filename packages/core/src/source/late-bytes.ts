// Bytes that arrive later, as native code asks for them: a thread that waits wants a range, and all
// ranges that are wanted by the next turn of the event loop are asked of their source together.
import type { SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { isDareblopyError } from '../error.ts';

/** Bytes [begin, end) of a source. */
export interface ByteRange {
  readonly begin: number;
  readonly end: number;
}

/** What a source whose bytes arrive later is made of. */
export interface LateBytes {
  /** For messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Of the version of the bytes, where it is known. */
  readonly fingerprint?: string;
  /**
   * Begins to fetch ranges, all of which are wanted at the same time; a promise for each, of exactly its
   * bytes. They are copied: several may be views of one buffer.
   */
  read(
    ranges: readonly ByteRange[],
    options: { readonly signal?: AbortSignal | undefined },
  ): readonly Promise<Uint8Array<ArrayBuffer>>[];
  close?(): void | Promise<void>;
}

/** Of the environment, not of this module, of which there may be several copies in it. */
interface Known {
  readonly sources: Map<number, LateBytes>;
  made: number;
}
const key: unique symbol = Symbol.for('dareblopy.late') as never;
const environment = globalThis as { [key]?: Known };
environment[key] ??= { sources: new Map(), made: 0 };
const known: Known = environment[key];

/** The native side of `late`, which is held for as long as that is. */
export function lateSet(late: LateBytes): SourceSetHandle {
  if (known.made === 0)
    native.setLateFetcher(fetchRanges, (source) => known.sources.delete(source));
  const source = ++known.made;
  known.sources.set(source, late);
  return native.lateSet(source, late.name, late.size);
}

function fetchRanges(source: number, requests: Float64Array): void {
  const numbers: number[] = [];
  const ranges: ByteRange[] = [];
  for (let at = 0; at < requests.length; at += 3) {
    numbers.push(requests[at]!);
    ranges.push({ begin: requests[at + 1]!, end: requests[at + 2]! });
  }
  const fail = (number: number, error: unknown) => {
    const code = isDareblopyError(error) ? error.code : '';
    native.failLate(number, code, error instanceof Error ? error.message : String(error));
  };
  try {
    const answers = known.sources.get(source)!.read(ranges, {});
    numbers.forEach((number, i) => {
      Promise.resolve(answers[i]!).then(
        (bytes) => {
          try {
            native.deliverLate(number, bytes);
          } catch (error) {
            fail(number, error); // no bytes
          }
        },
        (error) => fail(number, error),
      );
    });
  } catch (error) {
    for (const number of numbers) fail(number, error);
  }
}

import { createHash } from 'node:crypto';
import { DareblopyError } from '@dareblopy/core';
import type { BlockShuffle } from './order/block-order.ts';

/**
 * Where a loader stands: small JSON, the same on every rank, independent of the data's size. What comes
 * next is position `position` of epoch `epoch`'s order.
 */
export interface LoaderState {
  readonly version: 1;
  /** The epoch that continues. */
  readonly epoch: number;
  /** How many positions of its order all ranks together have consumed. */
  readonly position: number;
  /** Seed of the order and of the rows' random choices. */
  readonly seed: number;
  /** How the order is made: in order, a permutation, a shuffle buffer of that many samples, or by blocks. */
  readonly shuffle: false | true | number | BlockShuffle;
  /** Samples of the source; null where they are only known at its end. */
  readonly length: number | null;
  /** The source's fingerprint, where it has one. */
  readonly source?: string;
}

/** What of a loader has to agree with a state. */
export type StateIdentity = Pick<LoaderState, 'seed' | 'shuffle' | 'length' | 'source'>;

/** Fingerprints of any length as at most 22 characters, so that a state stays small. */
export function shortFingerprint(fingerprint: string): string {
  if (fingerprint.length <= 22) return fingerprint;
  return createHash('sha256').update(fingerprint).digest('base64url').slice(0, 22);
}

/**
 * Checks that `state` is one and fits the loader.
 *
 * @throws TypeError for what is no state, LOADER_STATE_MISMATCH for the state of something else.
 */
export function checkState(state: unknown, identity: StateIdentity): LoaderState {
  const candidate = state as LoaderState | null | undefined;
  if (typeof candidate !== 'object' || candidate === null || candidate.version !== 1) {
    throw new TypeError(
      'Expected what loader.state() answered (version 1) for resumeFrom but received ' +
        `${JSON.stringify(state)?.slice(0, 100)}`,
    );
  }
  for (const field of ['epoch', 'position'] as const) {
    if (!Number.isSafeInteger(candidate[field]) || candidate[field] < 0) {
      throw new TypeError(
        `Expected a non-negative integer for resumeFrom.${field} but received ${candidate[field]}`,
      );
    }
  }
  const expected = describe(identity);
  const actual = describe(candidate);
  const differing = Object.keys(expected).filter((field) => expected[field] !== actual[field]);
  if (differing.length > 0) {
    const list = (told: Record<string, unknown>): string =>
      differing.map((field) => `${field} ${told[field] ?? 'none'}`).join(', ');
    throw new DareblopyError(
      'LOADER_STATE_MISMATCH',
      `Expected the state of a loader with ${list(expected)} but received one with ${list(actual)}`,
      { expected: list(expected), actual: list(actual) },
    );
  }
  return candidate;
}

function describe({ seed, shuffle, length, source }: StateIdentity): Record<string, unknown> {
  const kind =
    typeof shuffle === 'object' && shuffle
      ? `blocks of ${shuffle.block}, ${shuffle.window} at a time`
      : String(shuffle);
  return { seed, shuffle: kind, length, fingerprint: source };
}

import { runtimeInfo } from '@dareblopy/core';
import type { DecodePlan } from '../decode/decode-plan.ts';
import { AHEAD_BYTES } from './read-ahead.ts';

/**
 * What a pool thread may hold while it works: a sample's bytes and a decoder's working memory. Threads
 * keep at most 16 MiB of scratch memory of each; larger is freed with the sample.
 */
const SCRATCH_BYTES = 32 * 2 ** 20;

/** A number that functions of the sample answer takes at most that. */
const FUNCTION_BYTES = 8;

/** Bytes that a loader may hold: in its ring of batches, and in all. */
export function memoryBound(
  { groups, parts }: DecodePlan<never>,
  batchSize: number,
  prefetchBatches: number,
): { readonly ring: number; readonly total: number } {
  const columns = groups.flatMap(({ sides }) => sides.flatMap((side) => side.columns));
  const fixed = columns.reduce((sum, column) => sum + column.rowBytes, 0);
  const functions = parts.filter((part) => part.kind === 'function').length * FUNCTION_BYTES;
  // Those made ahead, the one that is asked for, and the one in use.
  const ring = (prefetchBatches + 2) * batchSize * (fixed + functions);
  // An epoch's last batch may be shorter, and then has memory of its own beside the ring.
  const last = batchSize * (fixed + functions);
  const ahead = groups.length > 0 ? AHEAD_BYTES : 0;
  return { ring, total: ring + last + ahead + runtimeInfo().threads * SCRATCH_BYTES };
}

import type { LateSource } from '@dareblopy/core/extend';
import { lateSource } from '@dareblopy/core/extend';

/** What was asked of a late source. */
export interface Asked {
  calls: number;
  ranges: number;
  inFlight: number;
  mostBytesInFlight: number;
}

/** Bytes that answer so many milliseconds later; ranges that hold the byte at `broken` fail. */
export function late(
  bytes: Uint8Array<ArrayBuffer>,
  { ms = 3, broken }: { ms?: number; broken?: () => number | undefined } = {},
): { source: LateSource; asked: Asked } {
  const asked: Asked = { calls: 0, ranges: 0, inFlight: 0, mostBytesInFlight: 0 };
  const source = lateSource({
    name: 'late',
    size: bytes.length,
    read: (ranges) => {
      asked.calls++;
      return ranges.map(async ({ begin, end }) => {
        asked.ranges++;
        asked.inFlight += end - begin;
        asked.mostBytesInFlight = Math.max(asked.mostBytesInFlight, asked.inFlight);
        await new Promise((resolve) => setTimeout(resolve, ms));
        asked.inFlight -= end - begin;
        const at = broken?.();
        if (at !== undefined && at >= begin && at < end) throw new Error(`EIO at ${at}`);
        return bytes.slice(begin, end);
      });
    },
  });
  return { source, asked };
}

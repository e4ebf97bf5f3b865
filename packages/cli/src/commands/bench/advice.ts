import { formatBytes } from '../../terminal/units.ts';
import type { Measured } from './measure.ts';

/** What would make loading faster, by what was measured and what the data is; the most promising first. */
export function adviceFor(rows: readonly Measured[]): string[] {
  const last = rows.at(-1);
  if (!last) return [];
  const { data, stages, first, read, load } = last;
  const share = (stage: string) => stages[stage] ?? 0;
  const advice: string[] = [];
  const { meanShortSide, rowSide, progressive = 0 } = data;
  // Twice the row's side leaves random crops all the detail that they use.
  if (share('decode') > 0.5 && meanShortSide && rowSide && meanShortSide > 3 * rowSide) {
    advice.push(
      `pictures are ${Math.round(meanShortSide)} pixels on their short side, rows ${rowSide}: dareblopy pack --resize ${2 * rowSide}`,
    );
  }
  if (progressive > 0.1) {
    advice.push(
      `${Math.round(100 * progressive)}% of the pictures are progressive, which takes several times as long: dareblopy pack --repack`,
    );
  } else if (data.randomCrops && meanShortSide && rowSide && meanShortSide > 2 * rowSide) {
    advice.push(
      'random crops of large pictures decode more than they need: dareblopy pack --repack',
    );
  }
  if (share('inflate') > 0.15)
    advice.push(
      `${Math.round(100 * share('inflate'))}% of the work is inflating: dareblopy pack --method store, or uncompressed records`,
    );
  if (data.looseFiles && (share('read') > 0.15 || first.perSecond < 2 * load.perSecond))
    advice.push(
      'the files lie loose, each is opened by itself: dareblopy pack to one ZIP, or to shards',
    );
  if (!last.data.items)
    advice.push(
      'compressed records can only be read in order: dareblopy convert them to plain ones',
    );
  if (first.perSecond < load.perSecond)
    advice.push(
      `storage gave ${formatBytes(first.bytesPerSecond)}/s on the first pass, less than loading takes: faster storage, or more memory for the page cache (${formatBytes(read.bytesPerSecond)}/s from it)`,
    );
  const scaled = scalingOf(rows);
  if (scaled !== undefined && scaled < 0.6)
    advice.push(
      `${last.threads} threads reach ${Math.round(100 * scaled)}% of ${last.threads} times one: other programs, or hyper-threads, share the CPUs`,
    );
  return advice;
}

/** Loading with the most threads, as a share of so many times one thread. */
function scalingOf(rows: readonly Measured[]): number | undefined {
  const [one] = rows;
  const last = rows.at(-1);
  if (!one || !last || last.threads === one.threads || one.load.perSecond === 0) return undefined;
  return last.load.perSecond / one.load.perSecond / (last.threads / one.threads);
}

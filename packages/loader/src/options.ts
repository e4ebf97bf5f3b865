import { checkSeed } from '@dareblopy/core/internal';
import type { BlockShuffle } from './order/block-order.ts';
import { type FullShard, fullShard } from './order/shard.ts';
import type { BadSamplePolicy, LoaderOptions, ShuffleOptions } from './types.ts';

/** The options with defaults, checked. */
export interface CheckedOptions {
  readonly batchSize: number;
  readonly dropLast: boolean;
  /** False: in order; true: a permutation; a number: a buffer of that many samples; or by blocks. */
  readonly shuffle: boolean | number | BlockShuffle;
  /** Of the order. */
  readonly seed: number;
  /** Of the rows' random choices. */
  readonly rowSeed: number;
  readonly shard: FullShard;
  readonly prefetchBatches: number;
  readonly onBadSample: 'throw' | BadSamplePolicy;
  readonly owned: boolean;
}

const KNOWN: ReadonlySet<string> = new Set([
  'decode',
  'batchSize',
  'dropLast',
  'shuffle',
  'seed',
  'shard',
  'prefetchBatches',
  'signal',
  'onBadSample',
  'resumeFrom',
  'batches',
  'onProgress',
] satisfies (keyof LoaderOptions<unknown>)[]);

/** Checks every option, so that nothing is misread in the middle of a run. */
export function checkOptions(options: LoaderOptions<unknown>, sequential: boolean): CheckedOptions {
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) {
      throw new TypeError(`Expected one of ${[...KNOWN].join(', ')} but received option '${name}'`);
    }
  }
  const { batchSize, dropLast = false, prefetchBatches = 2, batches = 'lent' } = options;
  integer(batchSize, 1, 2 ** 24, 'batchSize');
  integer(prefetchBatches, 1, 1024, 'prefetchBatches');
  if (batches !== 'lent' && batches !== 'owned') {
    throw new TypeError(`Expected 'lent' or 'owned' for batches but received ${show(batches)}`);
  }
  const seed = options.shuffle?.seed ?? 0;
  const rowSeed = options.seed ?? seed;
  checkSeed(seed);
  checkSeed(rowSeed);
  return {
    batchSize,
    dropLast,
    shuffle: shuffleKind(options, sequential),
    seed,
    rowSeed,
    shard: fullShard(options.shard),
    prefetchBatches,
    onBadSample: badSamplePolicy(options.onBadSample),
    owned: batches === 'owned',
  };
}

/** Blocks that are mixed where nobody says how many. */
const WINDOW = 16;

function shuffleKind(
  { shuffle }: LoaderOptions<unknown>,
  sequential: boolean,
): CheckedOptions['shuffle'] {
  if (shuffle === undefined) return false;
  if (typeof shuffle !== 'object' || shuffle === null || shuffle.seed === undefined) {
    throw new TypeError(`Expected { seed } for shuffle but received ${show(shuffle)}`);
  }
  if (!sequential) {
    if (shuffle.buffer === undefined) return blockShuffle(shuffle);
    throw new TypeError(
      'Expected shuffle: { seed } for a source with random access, which is shuffled as a whole, ' +
        'but received a buffer',
    );
  }
  if (shuffle.block !== undefined || shuffle.window !== undefined) {
    throw new TypeError(
      'Expected shuffle: { seed, buffer } for a source that is read in order but received blocks',
    );
  }
  if (shuffle.buffer === undefined) {
    throw new TypeError(
      'Expected shuffle: { seed, buffer } for a source that is read in order but received no buffer',
    );
  }
  integer(shuffle.buffer, 1, 2 ** 24, 'shuffle.buffer');
  return shuffle.buffer;
}

function blockShuffle({ block, window }: ShuffleOptions): true | BlockShuffle {
  if (block === undefined) {
    if (window === undefined) return true;
    throw new TypeError('Expected shuffle.block beside shuffle.window but received none');
  }
  integer(block, 1, 2 ** 24, 'shuffle.block');
  const most = Math.floor(2 ** 24 / block);
  const blocks = window ?? Math.min(WINDOW, most);
  integer(blocks, 1, most, 'shuffle.window');
  return { block, window: blocks };
}

function badSamplePolicy(policy: LoaderOptions<unknown>['onBadSample']): 'throw' | BadSamplePolicy {
  if (policy === undefined || policy === 'throw') return 'throw';
  if (policy?.action !== 'skip' && policy?.action !== 'replace') {
    throw new TypeError(
      `Expected 'throw' or { action: 'skip' | 'replace' } for onBadSample but received ${show(policy)}`,
    );
  }
  const { maxCount, maxShare } = policy;
  if (maxCount !== undefined) integer(maxCount, 0, Number.MAX_SAFE_INTEGER, 'onBadSample.maxCount');
  if (maxShare !== undefined && !(maxShare >= 0 && maxShare <= 1)) {
    throw new RangeError(
      `Expected a number from 0 to 1 for onBadSample.maxShare but received ${maxShare}`,
    );
  }
  return policy;
}

function integer(value: number, least: number, most: number, name: string): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(
      `Expected an integer from ${least} to ${most} for ${name} but received ${show(value)}`,
    );
  }
}

function show(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

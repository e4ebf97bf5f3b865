import type { Stage } from '../run/clock.ts';

/** What was measured, in milliseconds, and how many can do each kind of work at once. */
export interface Measured {
  readonly busy: Readonly<Record<Stage, number>>;
  readonly blocking: Readonly<Record<'source' | 'transform' | 'map', number>>;
  /** Time in which iterations were open, and of that in which the consumer waited. */
  readonly open: number;
  readonly starved: number;
  readonly threads: number;
  readonly workers: number;
  readonly prefetchBatches: number;
  /** Time that reads waited for the storage, summed over those that waited at once. */
  readonly storage: number;
}

/** What holds a loader back. */
export interface Limit {
  /**
   * The stage; 'consumer' when batches wait for the loop, 'storage' when threads wait for what they
   * would decode, 'prefetch' when nothing is busy enough.
   */
  readonly stage: Stage | 'consumer' | 'storage' | 'prefetch';
  /** How many times as fast the loop would be if that stage took no time. */
  readonly speedup: number;
  /** What to change. */
  readonly advice: string;
}

/** Stages that share something: threads, a place in a queue. */
interface Lane {
  readonly capacity: number;
  readonly load: Partial<Record<Stage, number>>;
}

const ADVICE: Readonly<Record<Limit['stage'], string>> = {
  source:
    'make get() faster, give the source getMany(), or raise prefetchBatches so that more calls overlap',
  read: 'raise the threads (configure), or put the files on faster storage or into one archive',
  inflate: 'store the entries instead of deflating them, or raise the threads (configure)',
  decode:
    'raise the threads (configure), decode at a smaller scale or size, or store smaller images',
  transform: 'make the functions of decode faster, or use Decoders in their place',
  map: 'make the map function faster, or move it to mapWorkers',
  workers: 'raise workers, or make the function faster',
  deliver: 'use larger batches',
  storage:
    'put the files into one archive (a file costs several round trips, an entry one), shuffle by blocks ' +
    'where only long reads are fast (shuffle: { seed, block: 64 }), or keep a copy nearer (a cache)',
  consumer: 'the loader is not what limits: make the loop faster',
  prefetch: 'raise prefetchBatches: the stages wait for each other',
};

/** Finds what holds the loader back; undefined before anything was measured. */
export function findLimit(measured: Measured): Limit | undefined {
  const { open, starved, prefetchBatches } = measured;
  if (open <= 0) return undefined;
  const own = open - starved; // the consumer's own time
  if (starved < 0.1 * open) {
    const slowest = Math.max(...lanesOf(measured).map((lane) => timeOf(lane)));
    return { stage: 'consumer', speedup: open / Math.max(slowest, 1e-9), advice: ADVICE.consumer };
  }
  const lanes = lanesOf(measured);
  const slowest = lanes.reduce((a, b) => (timeOf(b) > timeOf(a) ? b : a));
  if (timeOf(slowest) < 0.5 * open && measured.storage > 0.5 * open) {
    const speedup = open / Math.max(own, timeOf(slowest), 1e-9);
    return { stage: 'storage', speedup, advice: ADVICE.storage };
  }
  if (timeOf(slowest) < 0.5 * open) {
    const speedup = open / Math.max(own, timeOf(slowest), 1e-9);
    return { stage: 'prefetch', speedup, advice: `${ADVICE.prefetch} (now ${prefetchBatches})` };
  }
  const [stage] = Object.entries(slowest.load).reduce((a, b) => (b[1] > a[1] ? b : a)) as [
    Stage,
    number,
  ];
  const rest = Math.max(own, ...lanes.map((lane) => timeOf(lane, stage)));
  return { stage, speedup: open / Math.max(rest, 1e-9), advice: ADVICE[stage] };
}

function lanesOf({ busy, blocking, threads, workers, prefetchBatches }: Measured): Lane[] {
  return [
    { capacity: threads, load: { read: busy.read, inflate: busy.inflate, decode: busy.decode } },
    { capacity: 1, load: { ...blocking, deliver: busy.deliver } }, // the JavaScript thread
    // These wait for something else at times, as many at once as batches are on their way.
    { capacity: prefetchBatches + 1, load: { source: busy.source } },
    { capacity: prefetchBatches + 1, load: { transform: busy.transform } },
    { capacity: 1, load: { map: busy.map } },
    { capacity: Math.max(workers, 1), load: { workers: busy.workers } },
  ];
}

/** How long the lane's work takes when nothing else holds it up. */
function timeOf({ capacity, load }: Lane, without?: Stage): number {
  let sum = 0;
  for (const [stage, time] of Object.entries(load)) if (stage !== without) sum += time;
  return sum / capacity;
}

import type { ByteInput, ByteSource, Decoder } from '@dareblopy/core';
import { configure, runtimeInfo } from '@dareblopy/core';
import { readJpegInfos } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import type { Dataset } from '../../formats/dataset.ts';
import { sizeOr } from '../../formats/dataset.ts';
import { readExcludes } from '../../packing/exclude.ts';
import { openSets } from '../../packing/sources.ts';
import type { PictureSet } from '../../pictures/picture-set.ts';
import { pictureSet } from '../../pictures/picture-set.ts';
import { loadTransform } from '../../pictures/transform.ts';
import { spread } from '../../records/schema.ts';
import type { BenchOptions } from '../bench.ts';
import { check, Scratch } from '../verify/check.ts';

export interface Rate {
  readonly perSecond: number;
  readonly bytesPerSecond: number;
}

/** What one process measured. */
export interface Measured {
  readonly threads: number;
  /** The very first pass over some items: as storage gives them, if they were not in memory. */
  readonly first: Rate;
  readonly read: Rate;
  readonly decode: Rate;
  readonly load: Rate;
  /** Share of the threads' work in loading, of the stages that have any. */
  readonly stages: Readonly<Record<string, number>>;
  readonly limit: string;
  readonly limitStage: string;
  /** What the data is, as far as advice needs it. */
  readonly data: DataFacts;
}

export interface DataFacts {
  readonly kind: string;
  readonly items: number | undefined;
  readonly looseFiles: boolean;
  readonly compressed: boolean;
  readonly meanBytes: number;
  /** Of the pictures that were looked into. */
  readonly meanShortSide?: number | undefined;
  readonly progressive?: number;
  /** The rows' longer side, where the transform says it. */
  readonly rowSide?: number;
  readonly randomCrops: boolean;
}

/** Items of one crossing, and crossings under way at the same time. */
const AT_ONCE = 32;
const LANES = 4;

/** Measures in this process, with the threads that the pool is set to. */
export async function measure(
  paths: readonly string[],
  options: BenchOptions,
  signal: AbortSignal,
): Promise<Measured> {
  const { threads, transform: module, size, batch, seconds } = options;
  if (threads !== undefined) configure({ threads });
  const transform = await loadTransform(module, {
    size: [size, size],
    crop: 'random-resized',
    flip: { horizontal: 0.5 },
    dtype: 'float32',
    layout: 'CHW',
  });
  const { sets, close } = await openSets(paths, options.glob, signal);
  try {
    const set = await pictureSet(sets, await readExcludes(options.exclude), signal);
    const decoder = set.decoder(transform.decoder);
    const some = await sourcesFor(set, signal);
    const first = await rateOf(some.slice(0, 512), [], 0, signal);
    const read = await rateOf(some, [], seconds, signal);
    const decode = await rateOf(some, [decoder], seconds, signal);
    const { rate: load, loader } = await loadRate(set, decoder, { batch, seconds, signal });
    const stats = loader.stats();
    const busy = stats.stages.reduce((sum, stage) => sum + stage.busy, 0);
    return {
      threads: runtimeInfo().threads,
      first,
      read,
      decode,
      load,
      stages: Object.fromEntries(
        stats.stages.filter((s) => s.busy > 0).map((s) => [s.stage, s.busy / busy]),
      ),
      limit: stats.summary,
      limitStage: stats.limit?.stage ?? 'none',
      data: {
        ...(await factsOf(set, sets, some)),
        ...(transform.options?.size ? { rowSide: Math.max(...transform.options.size) } : {}),
        randomCrops: transform.options?.crop === 'random-resized',
      },
    };
  } finally {
    await close();
  }
}

/** Items to work on: all that have numbers, else as many as fit a little memory. */
async function sourcesFor(set: PictureSet, signal: AbortSignal): Promise<ByteSource[]> {
  const { items } = set;
  if (items) return spread(items, 20_000);
  const sources: ByteSource[] = [];
  let bytes = 0;
  for await (const source of set.inOrder(signal)) {
    sources.push(source);
    bytes += source.size;
    if (bytes > 256e6) break;
  }
  return sources;
}

/** Goes over the items again and again, for about `seconds`; with 0 once. */
async function rateOf(
  sources: readonly ByteSource[],
  decoders: readonly Decoder<ByteInput, unknown>[],
  seconds: number,
  signal: AbortSignal,
): Promise<Rate> {
  const sizes = sources.map((source) => sizeOr(source, 0));
  const started = performance.now();
  let count = 0;
  let bytes = 0;
  const work = async (lane: number) => {
    const scratch = new Scratch();
    for (let at = lane * AT_ONCE; ; at += LANES * AT_ONCE) {
      if (seconds === 0 && at >= sources.length) return;
      if (seconds > 0 && performance.now() - started > seconds * 1000) return;
      const from = sources.length <= AT_ONCE ? 0 : at % (sources.length - AT_ONCE + 1);
      const part = sources.slice(from, from + AT_ONCE);
      await check(part, decoders, signal, scratch);
      count += part.length;
      for (let i = from; i < from + part.length; i++) bytes += sizes[i] ?? 0;
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane)));
  const took = Math.max((performance.now() - started) / 1000, 1e-6);
  return { perSecond: count / took, bytesPerSecond: bytes / took };
}

async function loadRate(
  set: PictureSet,
  decoder: Decoder<ByteInput, unknown>,
  { batch, seconds, signal }: { batch: number; seconds: number; signal: AbortSignal },
) {
  const shuffle = set.items ? { seed: 0 } : { seed: 0, buffer: 1024 };
  const loader = new DataLoader(set.items ?? set.inOrder(signal), {
    decode: decoder,
    batchSize: batch,
    shuffle,
    signal,
    prefetchBatches: 4,
    onBadSample: { action: 'skip' },
  });
  const started = performance.now();
  // Again and again, as long as it takes, but a stream only once.
  for (let epoch = 0; epoch < (set.items ? 1e6 : 1); epoch++) {
    for await (const _ of loader) if (performance.now() - started > seconds * 1000) break;
    if (performance.now() - started > seconds * 1000) break;
  }
  const { samplesPerSecond, bytesPerSecond } = loader.stats();
  await loader.close();
  return { rate: { perSecond: samplesPerSecond, bytesPerSecond }, loader };
}

async function factsOf(
  set: PictureSet,
  sets: readonly Dataset[],
  some: readonly ByteSource[],
): Promise<Omit<DataFacts, 'randomCrops'>> {
  const [first] = sets;
  const looked = some.slice(0, 200);
  const meanBytes = looked.reduce((sum, source) => sum + sizeOr(source, 0), 0) / looked.length;
  const named = set.feature === undefined && first?.kind !== 'tfrecord';
  const infos = named ? await readJpegInfos(looked).catch(() => []) : [];
  const mean = infos.reduce((sum, { width, height }) => sum + Math.min(width, height), 0);
  return {
    kind: first?.kind ?? 'none',
    items: set.length,
    looseFiles: first?.kind === 'folder',
    compressed: !set.items || first?.methodOf?.(0).method === 'deflate',
    meanBytes,
    ...(infos.length > 0
      ? {
          meanShortSide: mean / infos.length,
          progressive: infos.filter(({ progressive }) => progressive).length / infos.length,
        }
      : {}),
  };
}

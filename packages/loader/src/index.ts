/**
 * Batches from any source with any decoders: shuffled, sharded, resumable, made ahead in bounded
 * memory.
 *
 * @module
 */
export { BatchLoader } from './batch-loader.ts';
export { DataLoader } from './data-loader.ts';
export type { MixOptions, MixPart } from './mix.ts';
export { mix } from './mix.ts';
export type { Shard, Uneven } from './order/shard.ts';
export type { ShardFromEnvOptions } from './order/shard-from-env.ts';
export { shardFromEnv } from './order/shard-from-env.ts';
export type { Stage } from './run/clock.ts';
export type { MapContext } from './run/map-stage.ts';
export type { LoaderState } from './state.ts';
export type { Limit } from './stats/limit.ts';
export type { LoaderStats, StageTime, StorageStats } from './stats/loader-stats.ts';
export type {
  BadSample,
  BadSamplePolicy,
  BatchOf,
  ColumnOf,
  ColumnOption,
  DecodeOption,
  FunctionColumn,
  LoaderOptions,
  Progress,
  SampleContext,
  SampleFunction,
  ShuffleOptions,
  Source,
} from './types.ts';
export type { MapWorkersOptions } from './workers/worker-stage.ts';

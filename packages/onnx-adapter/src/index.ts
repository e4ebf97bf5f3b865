/**
 * Batches of DareBlopy as tensors of ONNX Runtime, without a copy.
 *
 * @module
 */
export type { BatcherStats } from './batcher/batcher.ts';
export { Batcher } from './batcher/batcher.ts';
export type { BatcherErrorCode } from './batcher/batcher-error.ts';
export { BatcherError } from './batcher/batcher-error.ts';
export type { BatcherOptions, SessionBatcherOptions } from './batcher/create-batcher.ts';
export { createBatcher } from './batcher/create-batcher.ts';
export type { BatcherLimitOptions, BatchReport } from './batcher/limits.ts';
export type { OutputRow } from './batcher/output-rows.ts';
export type { BatcherDecode, BatchOf, SampleOf } from './batcher/row-decoder.ts';
export type { ModelOptions } from './model-runner.ts';
export type { OutputTensors } from './preallocated.ts';
export type { Batches, BatchOutputs, RunBatchesOptions } from './run-batches.ts';
export { runBatches } from './run-batches.ts';
export { RunError } from './run-error.ts';
export type { Runner } from './session.ts';
export type { Feed, FeedMap } from './to-feeds.ts';
export { toFeeds } from './to-feeds.ts';
export { toOrtTensor } from './to-ort-tensor.ts';

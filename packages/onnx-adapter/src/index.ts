/**
 * Batches of DareBlopy as tensors of ONNX Runtime, without a copy.
 *
 * @module
 */
export type { ModelOptions } from './model-runner.ts';
export type { OutputTensors } from './preallocated.ts';
export type { Batches, BatchOutputs, RunBatchesOptions } from './run-batches.ts';
export { runBatches } from './run-batches.ts';
export { RunError } from './run-error.ts';
export type { Runner } from './session.ts';
export type { Feed, FeedMap } from './to-feeds.ts';
export { toFeeds } from './to-feeds.ts';
export { toOrtTensor } from './to-ort-tensor.ts';

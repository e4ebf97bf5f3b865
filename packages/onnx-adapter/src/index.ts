/**
 * Batches of DareBlopy as tensors of ONNX Runtime, without a copy.
 *
 * @module
 */
export type { BatchOutputs, RunBatchesOptions, Runner } from './run-batches.ts';
export { runBatches } from './run-batches.ts';
export type { Feed, FeedMap } from './to-feeds.ts';
export { toFeeds } from './to-feeds.ts';
export { toOrtTensor } from './to-ort-tensor.ts';

/**
 * Tensors of TensorFlow.js from the batches of DareBlopy, and back.
 *
 * @module
 */
export type { BatchSource } from './batch-stream.ts';
export { fromTensor } from './from-tensor.ts';
export type { TensorDataset, TensorIterator, ToDatasetOptions } from './to-dataset.ts';
export { toDataset } from './to-dataset.ts';
export type { ToTensorOptions } from './to-tensor.ts';
export { toTensor } from './to-tensor.ts';
export type { Tensors } from './to-tensors.ts';
export { toTensors } from './to-tensors.ts';
export type { TensorDType } from './values.ts';

/**
 * Batches as ONNX Runtime tensors and feeds: `@dareblopy/onnx-adapter`.
 *
 * @module
 */
export * from '@dareblopy/onnx-adapter';

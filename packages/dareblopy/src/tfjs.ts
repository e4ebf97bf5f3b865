/**
 * Batches as TensorFlow.js tensors and data sets: `@dareblopy/tfjs-adapter`.
 *
 * @module
 */
export * from '@dareblopy/tfjs-adapter';

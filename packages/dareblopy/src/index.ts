/**
 * Every package of DareBlopy under its name, for those who want one installation. The scoped packages are the
 * recommended way: they install only what is used.
 *
 * The adapters bring a runtime's types along and have doors of their own: `dareblopy/tfjs`, `dareblopy/onnx`.
 *
 * @module
 */
export * as core from '@dareblopy/core';
export * as image from '@dareblopy/image';
export * as jpeg from '@dareblopy/jpeg';
export * as loader from '@dareblopy/loader';
export * as png from '@dareblopy/png';
export * as remote from '@dareblopy/remote';
export * as tar from '@dareblopy/tar';
export * as tfrecord from '@dareblopy/tfrecord';
export * as zip from '@dareblopy/zip';

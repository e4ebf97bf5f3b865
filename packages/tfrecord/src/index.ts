/**
 * TFRecord and tf.Example without TensorFlow.
 *
 * @module
 */
export type { RecordBlock } from './block.ts';
export type {
  CloseTFRecordsOptions,
  CreateTFRecordsOptions,
  TFRecordWriter,
  WriteProgress,
} from './create.ts';
export { createTFRecords } from './create.ts';
export type { FeatureValue } from './encode.ts';
export { encodeExample, encodeSequenceExample } from './encode.ts';
export type {
  BatchOf,
  ExampleOf,
  Feature,
  Features,
  Partition,
  Ragged,
  Sparse,
} from './feature.ts';
export type {
  DefaultValue,
  FixedLenOptions,
  NarrowDType,
  PaddedOptions,
  RaggedOptions,
  SparseOptions,
} from './features.ts';
export { fixedLen, key, padded, ragged, sparse } from './features.ts';
export type { RecordInput } from './inputs.ts';
export type { FeatureSummary, InspectOptions, TFRecordsInfo } from './inspect.ts';
export { inspectTFRecords } from './inspect.ts';
export type { OpenTFRecordsOptions, TFRecordFile } from './open.ts';
export { openTFRecords, TFRecord, TFRecords } from './open.ts';
export type {
  ParseInto,
  Parser,
  SequenceBatch,
  SequenceExample,
  SequenceFeatures,
} from './parser.ts';
export { describeExample, exampleParser, sequenceExampleParser } from './parser.ts';
export type { Compression, ReadTFRecordsOptions, ShuffleOptions } from './read.ts';
export { readTFRecords, TFRecordReader } from './read.ts';
export type { SerializedTensorOptions, TensorDType } from './tensor.ts';
export { serializedTensor } from './tensor.ts';

/**
 * TFRecord and tf.Example without TensorFlow.
 *
 * @module
 */

export type {
  BatchOf,
  ExampleOf,
  Feature,
  Features,
  Partition,
  Ragged,
  Sparse,
} from './parsing/feature.ts';
export type {
  DefaultValue,
  FixedLenOptions,
  NarrowDType,
  PaddedOptions,
  RaggedOptions,
  SparseOptions,
} from './parsing/features.ts';
export { fixedLen, key, padded, ragged, sparse } from './parsing/features.ts';
export type {
  ParseInto,
  Parser,
  SequenceBatch,
  SequenceExample,
  SequenceFeatures,
} from './parsing/parser.ts';
export { describeExample, exampleParser, sequenceExampleParser } from './parsing/parser.ts';
export type { SerializedTensorOptions, TensorDType } from './parsing/tensor.ts';
export { serializedTensor } from './parsing/tensor.ts';
export type { RecordBlock } from './reading/block.ts';
export type { RecordInput } from './reading/inputs.ts';
export type { FeatureSummary, InspectOptions, TFRecordsInfo } from './reading/inspect.ts';
export { inspectTFRecords } from './reading/inspect.ts';
export type { OpenTFRecordsOptions, TFRecordFile } from './reading/open.ts';
export { openTFRecords, TFRecord, TFRecords } from './reading/open.ts';
export type { Compression, ReadTFRecordsOptions, ShuffleOptions } from './reading/read.ts';
export { readTFRecords, TFRecordReader } from './reading/read.ts';
export type {
  CloseTFRecordsOptions,
  CreateTFRecordsOptions,
  TFRecordWriter,
  WriteProgress,
} from './writing/create.ts';
export { createTFRecords } from './writing/create.ts';
export type { FeatureValue } from './writing/encode.ts';
export { encodeExample, encodeSequenceExample } from './writing/encode.ts';

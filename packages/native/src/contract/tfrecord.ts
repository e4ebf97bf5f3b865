import type {
  CancelHandle,
  DecoderHandle,
  Handle,
  NativeItems,
  SourceSetHandle,
} from './handles.ts';
import type { AheadOptions, BlockStreamHandle } from './stream.ts';

/** A file being written. */
export type RecordWriterHandle = Handle<'RecordWriter'>;

export type CompressionName = 'none' | 'gzip' | 'zlib';

export interface NativePartition {
  readonly kind:
    | 'rowLengths'
    | 'rowSplits'
    | 'rowLimits'
    | 'rowStarts'
    | 'valueRowIds'
    | 'uniformRowLength';
  /** Of the feature that holds it; empty for uniform rows. */
  readonly key: string;
  /** Of uniform rows; else 0. */
  readonly length: number;
}

/** One feature of a parser; see native/core/tfrecord/feature_spec.h. */
export interface NativeFeature {
  readonly name: string;
  readonly key: string;
  readonly form: 'fixed' | 'ragged' | 'padded' | 'sparse' | 'decoder' | 'tensor';
  readonly source: 'bytes' | 'float32' | 'int64';
  /** Of a number; 'uint8' for bytes and strings. */
  readonly dtype: string;
  /** Numbers whose bytes lie in a BytesList. */
  readonly raw: boolean;
  readonly bigEndian: boolean;
  readonly utf8: boolean;
  readonly shape: readonly number[];
  /** A whole row (fixed), or one value (padded), as it lies in memory. */
  readonly defaultNumbers?: Uint8Array | undefined;
  readonly defaultBytes?: readonly Uint8Array[] | undefined;
  readonly length?: number | undefined;
  readonly truncate: boolean;
  readonly allowMissing: boolean;
  /** Empty: no lengths are given. */
  readonly lengthsName: string;
  readonly partitions: readonly NativePartition[];
  readonly splitsDtype: 'int32' | 'int64';
  readonly indexKeys: readonly string[];
  readonly sizes: readonly number[];
  readonly alreadySorted: boolean;
  readonly decoder?: DecoderHandle | undefined;
  /** tensor: the name of its dtype, and whether its first dimension may be any number. */
  readonly tensor: string;
  readonly anyRows: boolean;
}

/** 1: bytes, 2: float32, 3: int64; the numbers of the fields of tf.train.Feature. */
export type NativeValues =
  | readonly [kind: 0, values: undefined]
  | readonly [kind: 1, values: readonly Uint8Array[]]
  | readonly [kind: 2, values: Float32Array]
  | readonly [kind: 3, values: BigInt64Array];

export interface RecordStreamOptions extends AheadOptions {
  readonly compression: CompressionName | 'auto';
  readonly verify: boolean;
  readonly onCorrupt: 'throw' | 'skip' | 'stop';
  readonly maxRecordBytes: number;
  readonly shuffleBuffer?: number | undefined;
  readonly shuffleSeed?: number | undefined;
  readonly shuffleEpoch?: number | undefined;
  /** Records left out at the start. */
  readonly skip: number;
}

export interface DecodedBlocks {
  /** For each fixed column all rows of all batches. */
  readonly columns: readonly ArrayBuffer[];
  /** What each batch's variable rows came to; empty where all columns are fixed. */
  readonly values: readonly unknown[];
  /** The first row that failed; the batches before its own are whole. */
  readonly failure?: readonly [row: number, error: Error];
}

export interface OpenRecordsOptions {
  readonly verify: boolean;
  readonly maxRecordBytes: number;
  readonly stopAtCorrupt: boolean;
  /** Keep an index beside each file. */
  readonly cache: boolean;
  readonly staleIsError: boolean;
  /** Where each file's index is kept; empty: as `cache` says. */
  readonly indexPaths: readonly string[];
}

export interface OpenedRecords {
  readonly set: SourceSetHandle;
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly records: number;
    /** A checksum of bytes sampled all over the file. */
    readonly sample: number;
    readonly fromIndexFile: boolean;
  }[];
}

export interface TfrecordNatives {
  exampleParser(features: readonly NativeFeature[], lists: readonly NativeFeature[]): DecoderHandle;
  describeExample(bytes: Uint8Array): [list: boolean, key: string, kind: string, count: number][];
  encodeExample(
    features: readonly (readonly [key: string, ...values: NativeValues])[],
  ): Uint8Array<ArrayBuffer>;
  encodeSequenceExample(
    context: readonly (readonly [key: string, ...values: NativeValues])[],
    lists: readonly (readonly [key: string, steps: readonly NativeValues[]])[],
  ): Uint8Array<ArrayBuffer>;
  recordStream(items: NativeItems, options: RecordStreamOptions): BlockStreamHandle;
  /** Parses records of blocks from where they lie. `runs`: [block, begin, end] each, one after the other. */
  decodeBlocks(
    decoder: DecoderHandle,
    blocks: readonly SourceSetHandle[],
    runs: Float64Array,
    batchSize: number,
    cancel: CancelHandle | undefined,
  ): Promise<DecodedBlocks>;
  openRecords(
    items: NativeItems,
    options: OpenRecordsOptions,
    cancel: CancelHandle | undefined,
  ): Promise<OpenedRecords>;
  /**
   * Records in one fresh buffer, in the asked order: one ends at `ends[i]`, the next begins four bytes
   * later. Threads write to the buffer until `done` resolves: nobody else may have it before.
   */
  readRecords(
    set: SourceSetHandle,
    indices: Float64Array,
    cancel: CancelHandle | undefined,
  ): { buffer: ArrayBuffer; ends: Float64Array; done: Promise<void> };
  /** The index of the record whose header lies at `offset` of a file, or -1. */
  recordAt(set: SourceSetHandle, file: number, offset: number): number;
  createRecordWriter(
    path: string,
    compression: CompressionName,
    level: number,
    cancel: CancelHandle | undefined,
  ): Promise<RecordWriterHandle>;
  /** The file is made with the first write. */
  laterRecordWriter(path: string, compression: CompressionName, level: number): RecordWriterHandle;
  /** Copies the record; answers how many bytes wait to be written. */
  appendRecord(writer: RecordWriterHandle, record: Uint8Array): number;
  /** The same of every `step`-th record from `first` on. */
  appendRecords(
    writer: RecordWriterHandle,
    records: readonly (ArrayBufferView | ArrayBuffer)[],
    first: number,
    step: number,
  ): number;
  /**
   * Writes what waits; answers the file's size. 'finish' ends it, 'commit' also gives it its name: `path`, or
   * where that is empty the one it was created for; `sync`: once the device has it.
   */
  writeRecords(
    writer: RecordWriterHandle,
    mode: 'write' | 'flush' | 'finish' | 'commit',
    path: string,
    sync: boolean,
  ): Promise<number>;
  /** Of a file, from its first bytes (12 are enough). */
  detectCompression(head: Uint8Array): CompressionName;
  crc32c(bytes: Uint8Array, crc: number): number;
}

import type { CancelHandle, DecoderHandle, NativeItems } from './handles.ts';

/** A column whose rows all have the same shape. */
export interface NativeColumn {
  /** Empty for a decoder with a single output. */
  readonly name: string;
  readonly dtype: string;
  readonly rowShape: readonly number[];
  readonly rowBytes: number;
}

export interface DecodeBatchOptions {
  readonly decoders: readonly DecoderHandle[];
  readonly items: NativeItems;
  /** One a row; without it a row's number is its key. */
  readonly keys?: BigUint64Array | undefined;
  /** For each decoder one array per fixed column, with room for a row per item. */
  readonly outputs: readonly (readonly (ArrayBuffer | ArrayBufferView)[])[];
  /** Write to `outputs` from the pool directly: only for memory that JavaScript cannot detach. */
  readonly direct: boolean;
}

export interface DecodedBatch {
  /** What each decoder's variable rows came to; undefined where all its columns are fixed. */
  readonly values: readonly unknown[];
  /** Rows that failed, in order; undefined when all are good. Variable values have only the good rows. */
  readonly failures: readonly (readonly [row: number, error: Error])[] | undefined;
  /** Samples that I/O threads waited for, their bytes, and the time that took these; absent for none. */
  readonly waitedRows?: number;
  readonly waitedBytes?: number;
  readonly waitNanos?: number;
  /** Time spent reading, decompressing and decoding, summed over threads, in nanoseconds. */
  readonly readNanos: number;
  readonly inflateNanos: number;
  readonly decodeNanos: number;
}

export interface BatchNatives {
  decodeBatch(options: DecodeBatchOptions, cancel: CancelHandle | undefined): Promise<DecodedBatch>;
  decodeBatchSync(options: DecodeBatchOptions): DecodedBatch;
  /** Zeros, on huge pages where it is large: touching it first costs a fraction. */
  newBuffer(byteLength: number): ArrayBuffer;
  /** Tells the garbage collector of memory that it does not see, or counts twice. */
  adjustExternalMemory(bytes: number): void;
  decoderColumns(decoder: DecoderHandle): NativeColumn[];
  rawDecoder(dtype: string, shape: readonly number[], endian: 'little' | 'big'): DecoderHandle;
  textDecoder(): DecoderHandle;
}

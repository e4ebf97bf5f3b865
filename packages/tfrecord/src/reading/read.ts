import { runtimeInfo } from '@dareblopy/core';
import type { NativeByteSource } from '@dareblopy/core/extend';
import { resolveItems, withSignal } from '@dareblopy/core/extend';
import { checkSeed, Random, resolveInputs, STREAM } from '@dareblopy/core/internal';
import type { BlockStreamHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { checkAtLeastOne, checkMaxRecordBytes, checkOneOf } from '../options.ts';
import type { Parser } from '../parsing/parser.ts';
import { RecordBlock } from './block.ts';
import { decodeBatches } from './decode-batches.ts';
import type { RecordInput } from './inputs.ts';
import { oneAhead, quiet } from './one-ahead.ts';
import type { BatchesOptions } from './rebatch.ts';
import { rebatch, wholeBatches } from './rebatch.ts';

export type Compression = 'none' | 'gzip' | 'zlib';

export interface ShuffleOptions {
  /** Records that the buffer holds: a record can move forward by as many. */
  readonly buffer: number;
  /** 0 to 2^53 - 1. */
  readonly seed: number;
  /** Another order for each. Default 0. */
  readonly epoch?: number;
  /** Also shuffle the order of the files. Default false. */
  readonly files?: boolean;
}

export interface ReadTFRecordsOptions {
  /** Default: detected from each file's bytes. */
  readonly compression?: Compression | 'auto';
  /** Check the CRC32C of every record's data (that of its length always is). Default true. */
  readonly verify?: boolean;
  /**
   * 'throw' (default); 'skip': leave out records whose data is corrupt, and throw where the length is, since
   * nothing then leads to the next record; 'stop': a file ends at its first corrupt record. What was left
   * out is counted in `corruptCount`.
   */
  readonly onCorrupt?: 'throw' | 'skip' | 'stop';
  /** LIMIT_EXCEEDED for a longer record. Default 2 GiB. */
  readonly maxRecordBytes?: number;
  /** Through a native shuffle buffer, in the order of docs/order-and-state.md, section 5: the loader's own. */
  readonly shuffle?: ShuffleOptions;
  /** Leave out the first records, in the order in which they would be given: to continue where another stopped. */
  readonly skip?: number;
  /**
   * Files that are read, and inflated, at the same time; their records still come in the order of the files.
   * Default: as many as the pool has threads. 1: one after the other.
   */
  readonly parallelFiles?: number;
  /** Records that may wait in memory for their turn, in bytes, of all files read at the same time. Default 64 MiB. */
  readonly readAheadBytes?: number;
  readonly signal?: AbortSignal;
}

/** What is read of a file in one go, at most, compressed and inflated: two times `whole_bytes` of record_stream.h. */
const fileBytes = 64 << 20;

/**
 * Records of files, in order. An iterable: each iteration opens the files anew and reads ahead in native
 * blocks. Made by {@link readTFRecords}.
 */
export class TFRecordReader implements AsyncIterable<Uint8Array<ArrayBuffer>> {
  readonly #inputs: RecordInput;
  readonly #options: ReadTFRecordsOptions;
  #corruptCount = 0;

  /** @internal */
  constructor(inputs: RecordInput, options: ReadTFRecordsOptions) {
    this.#inputs = inputs;
    this.#options = options;
  }

  /** Corrupt records that the latest iteration left out so far, or that ended a file. */
  get corruptCount(): number {
    return this.#corruptCount;
  }

  /**
   * Bytes that an iteration holds at most, beside what it gave out and one record that is longer than
   * 32 MiB: a loader's `memoryBound()` has them.
   */
  memoryBound(): number {
    const { parallelFiles = runtimeInfo().threads, readAheadBytes = defaultAhead } = this.#options;
    return parallelFiles * fileBytes + (parallelFiles > 1 ? readAheadBytes : 0);
  }

  /** Each record, on a buffer of its own. */
  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array<ArrayBuffer>> {
    for await (const block of this.blocks()) {
      const records = block.records();
      block.release();
      for (const record of records) {
        this.#options.signal?.throwIfAborted();
        yield record;
      }
    }
  }

  /** Records, `batchSize` at a time: the original's `next_n`. The last batch may be short. */
  async *batches(options: BatchesOptions | number): AsyncGenerator<Uint8Array<ArrayBuffer>[]> {
    for await (const batch of rebatch(this.blocks(), options)) {
      this.#options.signal?.throwIfAborted();
      yield batch.records();
    }
  }

  /** Parsed batches: records go from the file to the batch without passing through JavaScript. */
  async *decode<B>(
    parser: Parser<B, unknown>,
    options: BatchesOptions | number,
  ): AsyncGenerator<B> {
    const { signal } = this.#options;
    const groups = wholeBatches(this.blocks(), options);
    // All batches of one read are parsed in one go, while those of the read before are consumed.
    const parsed = oneAhead(groups, ({ block, batchSize }) => {
      const parsing = decodeBatches(block.runs, parser, batchSize, signal);
      block.releaseRead();
      return parsing;
    });
    for await (const batches of parsed) {
      for (const batch of batches) {
        signal?.throwIfAborted();
        yield batch;
      }
    }
  }

  /**
   * Each record as a source in native memory: for loaders and decoders, which then take it from where it lies.
   * Its memory is kept for as long as it, or one read with it, is.
   */
  async *sources(): AsyncGenerator<NativeByteSource> {
    for await (const block of this.blocks()) {
      for (const source of block.sources) {
        this.#options.signal?.throwIfAborted();
        yield source;
      }
    }
  }

  /** Records in native memory, as many as one read gives: what other code that takes sources composes with. */
  async *blocks(): AsyncGenerator<RecordBlock> {
    const { signal } = this.#options;
    const stream = await this.#open();
    const next = () =>
      withSignal(signal, (cancel) => native.nextBlock(stream, blockRecords, cancel));
    this.#corruptCount = 0;
    let ahead = quiet(next());
    try {
      for (;;) {
        const { set, count = 0, byteLength = 0, corrupt } = await ahead;
        this.#corruptCount = corrupt;
        if (set === undefined) return;
        ahead = quiet(next());
        yield new RecordBlock([{ set, begin: 0, end: count, count }], byteLength);
      }
    } finally {
      native.closeHandle(stream); // the read ahead ends in peace, then the file is closed
    }
  }

  async #open(): Promise<BlockStreamHandle> {
    const { shuffle, signal } = this.#options;
    signal?.throwIfAborted();
    let inputs = await resolveInputs(this.#inputs);
    const { seed = 0, epoch = 0 } = shuffle ?? {};
    if (shuffle?.files) inputs = permute(inputs, new Random(seed, epoch, STREAM.order));
    return native.recordStream(await resolveItems(inputs, signal), {
      compression: this.#options.compression ?? 'auto',
      verify: this.#options.verify ?? true,
      onCorrupt: this.#options.onCorrupt ?? 'throw',
      maxRecordBytes: this.#options.maxRecordBytes ?? 2 ** 31,
      parallelFiles: this.#options.parallelFiles,
      readAheadBytes: this.#options.readAheadBytes ?? defaultAhead,
      shuffleBuffer: shuffle?.buffer,
      shuffleSeed: seed,
      shuffleEpoch: epoch,
      skip: this.#options.skip ?? 0,
    });
  }
}

const defaultAhead = 64 << 20;

/** Records of a block: all that are in memory. */
const blockRecords = 2 ** 31;

/** In the order of Fisher and Yates, from the end (docs/order-and-state.md, section 3). */
function permute<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const pick = random.below(last + 1);
    [order[last], order[pick]] = [order[pick] as T, order[last] as T];
  }
  return order;
}

/**
 * The records of TFRecord files, in order, across files; `paths` may have wildcards. Compression is
 * detected; nothing is kept in memory but a few blocks.
 *
 * Iterating throws a DareblopyError TFRECORD_TRUNCATED, TFRECORD_LENGTH_CRC_MISMATCH,
 * TFRECORD_DATA_CRC_MISMATCH, GZIP_CORRUPT, GZIP_TRUNCATED or LIMIT_EXCEEDED with path, record and offset
 * (in the uncompressed records), and those of opening a file.
 */
export function readTFRecords(
  inputs: RecordInput,
  options: ReadTFRecordsOptions = {},
): TFRecordReader {
  const { shuffle, skip = 0, compression = 'auto', onCorrupt = 'throw' } = options;
  checkOneOf('compression', compression, ['auto', 'none', 'gzip', 'zlib']);
  checkOneOf('onCorrupt', onCorrupt, ['throw', 'skip', 'stop']);
  checkMaxRecordBytes(options.maxRecordBytes);
  checkAtLeastOne('parallelFiles', options.parallelFiles);
  checkAtLeastOne('readAheadBytes', options.readAheadBytes);
  if (shuffle) checkSeed(shuffle.seed);
  if (shuffle && (!Number.isSafeInteger(shuffle.buffer) || shuffle.buffer < 1)) {
    throw new RangeError(
      `Expected a shuffle buffer of at least 1 record but received ${shuffle.buffer}`,
    );
  }
  if (!Number.isSafeInteger(skip) || skip < 0) {
    throw new RangeError(`Expected \`skip\` from 0 up but received ${skip}`);
  }
  return new TFRecordReader(inputs, options);
}

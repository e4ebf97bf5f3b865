import {
  checkIndex,
  NativeByteSource,
  NativeCollection,
  resolveItems,
  withSignal,
} from '@dareblopy/core/extend';
import { readNative, resolveInputs, trackPending, whenIdle } from '@dareblopy/core/internal';
import type { NativeItems, OpenedRecords } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { checkMaxRecordBytes, checkOneOf } from '../options.ts';
import type { RecordInput } from './inputs.ts';

export interface OpenTFRecordsOptions {
  /** Check the CRC32C of a record's data when it is read whole. Default true. */
  readonly verify?: boolean;
  /**
   * Where the index is kept: 'memory' (default), 'cache' (a file `<name>.dbidx` beside each file, where
   * the folder can be written), or the path of an index file (with several files: a list of paths). A kept
   * index is used when size, time and a checksum of bytes sampled from the file are still the same, and
   * made anew when they are not.
   */
  readonly index?: 'memory' | 'cache' | (string & {}) | readonly string[];
  /** What to do about a kept index of another file: make it anew (default), or throw TFRECORD_INDEX_STALE. */
  readonly onStaleIndex?: 'rebuild' | 'throw';
  /** 'stop': the index of a file ends before what cannot be followed, instead of failing. */
  readonly onCorrupt?: 'throw' | 'stop';
  /** LIMIT_EXCEEDED for a longer record. Default 2 GiB. */
  readonly maxRecordBytes?: number;
  readonly signal?: AbortSignal;
}

/** A file of an opened collection. */
export interface TFRecordFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly records: number;
  /** Whether its index came from a kept one. */
  readonly fromIndexFile: boolean;
}

/** A record: its bytes are checked when they are read whole. */
export class TFRecord extends NativeByteSource {
  /** Its number in the collection. */
  readonly record: number;

  /** @internal */
  constructor(set: ConstructorParameters<typeof NativeByteSource>[0], index: number) {
    super(set, index);
    this.record = index;
  }
}

/** What is read along behind each record's data. */
const checksumBytes = 4;

/** Records of files by number, in the order of the files. Made by {@link openTFRecords}. */
export class TFRecords extends NativeCollection implements AsyncDisposable {
  readonly files: readonly TFRecordFile[];
  #closed?: Promise<void>;

  /** @internal */
  constructor({ set, files }: OpenedRecords) {
    super(set, fingerprintOf(files));
    this.files = files.map(({ path, size, records, fromIndexFile }) => ({
      path,
      size,
      records,
      fromIndexFile,
    }));
  }

  override get(index: number): TFRecord {
    checkIndex(index, this.length);
    return new TFRecord(this.set, index);
  }

  override *[Symbol.iterator](): IterableIterator<TFRecord> {
    for (let index = 0; index < this.length; index++) yield new TFRecord(this.set, index);
  }

  /** One record, checked. */
  read(index: number, options: { signal?: AbortSignal } = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.get(index).bytes(options);
  }

  /**
   * Records in the asked order; inside they are read in the order of the files, in parallel. Each owns its
   * buffer; with `shared` all are parts of one, which is several times cheaper for small ones.
   */
  readMany(
    indices: readonly number[],
    options: { signal?: AbortSignal; shared?: boolean } = {},
  ): Promise<Uint8Array<ArrayBuffer>[]> {
    for (const index of indices) checkIndex(index, this.length);
    if (options.shared) return this.#readShared(indices, options.signal);
    const refs = new Float64Array(indices.length * 4);
    indices.forEach((index, i) => {
      refs[i * 4 + 1] = index;
      refs[i * 4 + 3] = -1;
    });
    return readNative<ArrayBuffer>({ sets: [this.set], refs } satisfies NativeItems, options);
  }

  async #readShared(
    indices: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array<ArrayBuffer>[]> {
    const records: Uint8Array<ArrayBuffer>[] = [];
    await withSignal(signal, (cancel) => {
      const { buffer, ends, done } = native.readRecords(
        this.set,
        new Float64Array(indices),
        cancel,
      );
      // Views are made while threads read: nobody gets them before that is done.
      for (let i = 0, begin = 0; i < ends.length; i++) {
        const end = ends[i] as number;
        records.push(new Uint8Array(buffer, begin, end - begin));
        begin = end + checksumBytes;
      }
      return trackPending([this.set], done);
    });
    return records;
  }

  /** The record whose header lies at a byte offset of a file. RangeError where none does. */
  readRecord(offset: number, file = 0): Promise<Uint8Array<ArrayBuffer>> {
    checkIndex(file, this.files.length);
    const index = native.recordAt(this.set, file, offset);
    if (index < 0) throw new RangeError(`Expected the offset of a record but received ${offset}`);
    return this.read(index);
  }

  /** Waits for reads under way, then closes the files. */
  close(): Promise<void> {
    this.#closed ??= whenIdle(this.set).then(() => native.closeHandle(this.set));
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function fingerprintOf(files: OpenedRecords['files']): string {
  const text = files.map(({ size, records, sample }) => `${size}.${records}.${sample}`).join(',');
  return `tfrecord:${native.crc32c(new TextEncoder().encode(text), 0).toString(16)}:${files.length}`;
}

function indexPathsOf(index: OpenTFRecordsOptions['index'], files: number): readonly string[] {
  if (index === undefined || index === 'memory' || index === 'cache') return [];
  const paths = typeof index === 'string' ? [index] : index;
  if (paths.length !== files) {
    throw new RangeError(`Expected an index path a file (${files}) but received ${paths.length}`);
  }
  return paths;
}

/**
 * Opens TFRecord files for random access; `paths` may have wildcards. Resolves when the index of every
 * file is ready: every header is read and its checksum checked.
 *
 * @throws DareblopyError TFRECORD_COMPRESSED (read compressed files in order, with readTFRecords),
 * TFRECORD_TRUNCATED, TFRECORD_LENGTH_CRC_MISMATCH, LIMIT_EXCEEDED, and those of opening a file.
 */
export async function openTFRecords(
  inputs: RecordInput,
  options: OpenTFRecordsOptions = {},
): Promise<TFRecords> {
  const { signal, onCorrupt = 'throw', onStaleIndex = 'rebuild' } = options;
  checkOneOf('onCorrupt', onCorrupt, ['throw', 'stop']);
  checkOneOf('onStaleIndex', onStaleIndex, ['rebuild', 'throw']);
  checkMaxRecordBytes(options.maxRecordBytes);
  const resolved = await resolveInputs(inputs);
  const items = await resolveItems(resolved, signal);
  const opened = await withSignal(signal, (cancel) =>
    trackPending(
      items.sets,
      native.openRecords(
        items,
        {
          verify: options.verify ?? true,
          maxRecordBytes: options.maxRecordBytes ?? 2 ** 31,
          stopAtCorrupt: onCorrupt === 'stop',
          cache: options.index === 'cache',
          staleIsError: onStaleIndex === 'throw',
          indexPaths: indexPathsOf(options.index, resolved.length),
        },
        cancel,
      ),
    ),
  );
  return new TFRecords(opened);
}

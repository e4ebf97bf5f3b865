import type { ByteInput } from '@dareblopy/core';
import { readMany } from '@dareblopy/core';
import { toPath } from '@dareblopy/core/extend';
import { checkOneOf } from '../options.ts';
import type { Compression } from '../reading/read.ts';
import type { RecordBytes, ShardOptions } from './shard.ts';
import type { Shards } from './shards.ts';
import { SizedShards, shardPath, TurnsOfShards } from './shards.ts';

/** What a writer has written so far. */
export interface WriteProgress {
  /** Records taken. */
  readonly records: number;
  /** Bytes in the files, compressed where they are. */
  readonly bytes: number;
}

export interface CreateTFRecordsOptions {
  /** Default 'none'. */
  readonly compression?: Compression;
  /** Of the compression, 0 to 9. Default zlib's (6). */
  readonly level?: number;
  /**
   * Write several files, `<name>-00000-of-00016<ext>` and so on, each in jobs of its own: this many, records
   * taking turns; or as many as it takes with at most `bytes` each before compression (a larger record has a
   * file for itself), one after the other. They appear together when the writer is closed.
   */
  readonly shards?: number | { readonly bytes: number };
  /** Called when something was written, ten times a second at most, and by `close()`. */
  readonly onProgress?: (progress: WriteProgress) => void;
}

export interface CloseTFRecordsOptions {
  /**
   * Wait until the device has the bytes before files get their names, so that a power cut cannot leave a name
   * without them. Default true.
   */
  readonly sync?: boolean;
}

/** Bytes that are taken with one crossing. */
const takenBytes = 4 << 20;
const takenRecords = 4096;
const reportMilliseconds = 100;

/** Writes records. Made by {@link createTFRecords}. */
export class TFRecordWriter implements AsyncDisposable {
  readonly #shards: Shards;
  readonly #onProgress: ((progress: WriteProgress) => void) | undefined;
  #reported = 0;
  #count = 0;
  #state: 'open' | 'closed' = 'open';

  /** @internal */
  constructor(shards: Shards, onProgress?: (progress: WriteProgress) => void) {
    this.#shards = shards;
    this.#onProgress = onProgress;
  }

  /** The files that appear when the writer is closed; of shards by size, those that there are so far. */
  get paths(): readonly string[] {
    return this.#shards.paths();
  }

  /** Records written so far. */
  get length(): number {
    return this.#count;
  }

  /** Writes a record. Bytes in memory are taken at once; they may be changed when the call returns. */
  async write(record: ByteInput): Promise<void> {
    this.#checkOpen();
    if (isInMemory(record)) {
      this.#count++;
      await this.#shards.append(record);
      return;
    }
    const [bytes] = await readMany([record]);
    this.#checkOpen();
    this.#count++;
    await this.#shards.append(bytes as Uint8Array);
  }

  /**
   * Writes many records, some thousands with each crossing; otherwise as `write`, one after the other. They
   * are taken as they are needed: an (async) iterable may make them on the way.
   *
   * @returns how many there were.
   */
  async writeMany(records: Iterable<ByteInput> | AsyncIterable<ByteInput>): Promise<number> {
    this.#checkOpen();
    let count = 0;
    let some: ByteInput[] = [];
    let bytes = 0;
    const take = async () => {
      const taken = some;
      some = [];
      bytes = 0;
      await this.#append(taken);
    };
    const add = (record: ByteInput): boolean => {
      count++;
      if (isInMemory(record)) bytes += record.byteLength;
      return some.push(record) >= takenRecords || bytes >= takenBytes;
    };
    if (Symbol.iterator in records) {
      for (const record of records) if (add(record)) await take();
    } else {
      for await (const record of records) if (add(record)) await take();
    }
    if (some.length > 0) await take();
    return count;
  }

  async #append(records: readonly ByteInput[]): Promise<void> {
    const bytes = records.every(isInMemory) ? records : await readMany(records);
    this.#checkOpen();
    this.#count += bytes.length;
    await this.#shards.appendMany(bytes);
  }

  /** Resolves when everything written so far is in the files (which have no names yet). */
  async flush(): Promise<void> {
    this.#checkOpen();
    await Promise.all(this.#shards.all.map((shard) => shard.flush()));
  }

  /** Ends the files and gives them their names. Left without: nothing appears. */
  async close({ sync = true }: CloseTFRecordsOptions = {}): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    const { all } = this.#shards;
    try {
      await Promise.all(all.map((shard) => shard.finish()));
      const paths = this.paths;
      await Promise.all(all.map((shard, i) => shard.commit(paths[i] as string, sync)));
      this.#tell();
    } finally {
      await this.#abandon();
    }
  }

  /** Leaves the writer: what was not closed is removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    await this.#abandon();
  }

  async #abandon(): Promise<void> {
    await Promise.all(this.#shards.all.map((shard) => shard.abandon()));
  }

  /** @internal */
  written(): void {
    const now = performance.now();
    if (now - this.#reported < reportMilliseconds) return;
    this.#reported = now;
    this.#tell();
  }

  #tell(): void {
    const bytes = this.#shards.all.reduce((sum, { size }) => sum + size, 0);
    this.#onProgress?.({ records: this.#count, bytes });
  }

  #checkOpen(): void {
    if (this.#state === 'closed') throw new TypeError('the writer is closed');
  }
}

function isInMemory(record: ByteInput): record is RecordBytes {
  return ArrayBuffer.isView(record) || record instanceof ArrayBuffer;
}

/**
 * Creates a TFRecord file, or several. Files appear under their names when the writer is closed, not
 * before; an older file of the name stays until then.
 *
 * @throws DareblopyError IO_NOT_FOUND, IO_ACCESS_DENIED, IO_NO_SPACE, IO_ERROR.
 */
export async function createTFRecords(
  path: string | URL,
  options: CreateTFRecordsOptions = {},
): Promise<TFRecordWriter> {
  const { compression = 'none', level = -1, shards, onProgress } = options;
  checkOneOf('compression', compression, ['none', 'gzip', 'zlib']);
  if (!Number.isInteger(level) || level < -1 || level > 9) {
    throw new RangeError(`Expected a level from 0 to 9 but received ${level}`);
  }
  const name = toPath(path);
  let writer: TFRecordWriter | undefined;
  const onWritten = () => writer?.written();
  const made = await makeShards(name, shards, { compression, level, onWritten });
  writer = new TFRecordWriter(made, onProgress);
  return writer;
}

function makeShards(
  name: string,
  shards: CreateTFRecordsOptions['shards'],
  options: ShardOptions,
): Promise<Shards> {
  if (shards === undefined) return TurnsOfShards.create([name], options);
  if (typeof shards === 'object') {
    if (!(shards.bytes >= 1))
      throw new RangeError(`Expected shards of at least 1 byte but received ${shards.bytes}`);
    return SizedShards.create(name, options, shards.bytes);
  }
  if (!Number.isSafeInteger(shards) || shards < 1)
    throw new RangeError(`Expected at least 1 shard but received ${shards}`);
  const paths = Array.from({ length: shards }, (_, shard) => shardPath(name, shard, shards));
  return TurnsOfShards.create(paths, options);
}

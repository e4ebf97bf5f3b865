import type { ByteInput } from '@dareblopy/core';
import { readMany } from '@dareblopy/core';
import { toPath } from '@dareblopy/core/extend';
import type { RecordWriterHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { checkOneOf } from './options.ts';
import type { Compression } from './read.ts';

export interface CreateTFRecordsOptions {
  /** Default 'none'. */
  readonly compression?: Compression;
  /** Of the compression, 0 to 9. Default zlib's (6). */
  readonly level?: number;
  /**
   * Write this many files, `<name>-00000-of-00016<ext>` and so on, records taking turns. They appear together
   * when the writer is closed.
   */
  readonly shards?: number;
}

/** Bytes that wait before they are written in the background, and at which `write` waits for it. */
const writeBytes = 1 << 20;
const waitBytes = 8 << 20;

/** One file of a writer: records are framed as they come and written a megabyte at a time. */
class Shard {
  readonly #handle: RecordWriterHandle;
  #last: Promise<unknown> = Promise.resolve();
  #writing = false;
  size = 0;

  constructor(handle: RecordWriterHandle) {
    this.#handle = handle;
  }

  /** Answers a promise where so much waits that the caller should. */
  append(record: Uint8Array): Promise<unknown> | undefined {
    const waiting = native.appendRecord(this.#handle, record);
    if (waiting >= writeBytes && !this.#writing) void this.#run('write').catch(() => {});
    return waiting >= waitBytes ? this.#run('write') : undefined;
  }

  flush(): Promise<unknown> {
    return this.#run('flush');
  }

  commit(): Promise<unknown> {
    return this.#run('commit');
  }

  /** Lets go of the file; without a commit nothing is left of it. */
  async abandon(): Promise<void> {
    await this.#last.catch(() => {});
    native.closeHandle(this.#handle);
  }

  /** One at a time; after an error every later one fails with it. */
  #run(mode: 'write' | 'flush' | 'commit'): Promise<unknown> {
    this.#writing = true;
    this.#last = this.#last.then(async () => {
      this.size = await native.writeRecords(this.#handle, mode, undefined);
      this.#writing = false;
    });
    return this.#last;
  }
}

/** Writes records. Made by {@link createTFRecords}. */
export class TFRecordWriter implements AsyncDisposable {
  /** The files that appear when the writer is closed. */
  readonly paths: readonly string[];
  readonly #shards: readonly Shard[];
  #count = 0;
  #state: 'open' | 'closed' = 'open';

  /** @internal */
  constructor(paths: readonly string[], handles: readonly RecordWriterHandle[]) {
    this.paths = paths;
    this.#shards = handles.map((handle) => new Shard(handle));
  }

  /** Records written so far. */
  get length(): number {
    return this.#count;
  }

  /** Writes a record. Bytes in memory are taken at once; they may be changed when the call returns. */
  async write(record: ByteInput): Promise<void> {
    this.#checkOpen();
    const shard = this.#shards[this.#count % this.#shards.length] as Shard;
    if (ArrayBuffer.isView(record) || record instanceof ArrayBuffer) {
      this.#count++;
      await shard.append(asBytes(record));
      return;
    }
    this.#count++;
    const [bytes] = await readMany([record]);
    this.#checkOpen();
    await shard.append(bytes as Uint8Array);
  }

  /** Resolves when everything written so far is in the files (which have no names yet). */
  async flush(): Promise<void> {
    this.#checkOpen();
    await Promise.all(this.#shards.map((shard) => shard.flush()));
  }

  /** Ends the files and gives them their names. Left without: nothing appears. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    await Promise.all(this.#shards.map((shard) => shard.flush()));
    await Promise.all(this.#shards.map((shard) => shard.commit()));
    await this.#abandon();
  }

  /** Leaves the writer: what was not closed is removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    await this.#abandon();
  }

  async #abandon(): Promise<void> {
    await Promise.all(this.#shards.map((shard) => shard.abandon()));
  }

  #checkOpen(): void {
    if (this.#state === 'closed') throw new TypeError('the writer is closed');
  }
}

function asBytes(view: ArrayBufferView | ArrayBuffer): Uint8Array {
  if (view instanceof Uint8Array) return view;
  return view instanceof ArrayBuffer
    ? new Uint8Array(view)
    : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** `train.tfrecord.gz` in 16: `train-00003-of-00016.tfrecord.gz`. */
export function shardPath(path: string, shard: number, shards: number): string {
  const folder = path.lastIndexOf('/') + 1;
  const name = path.slice(folder);
  const dot = name.indexOf('.', 1);
  const stem = dot < 0 ? name : name.slice(0, dot);
  const digits = (n: number) => String(n).padStart(5, '0');
  return `${path.slice(0, folder)}${stem}-${digits(shard)}-of-${digits(shards)}${dot < 0 ? '' : name.slice(dot)}`;
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
  const { compression = 'none', level = -1, shards } = options;
  checkOneOf('compression', compression, ['none', 'gzip', 'zlib']);
  if (!Number.isInteger(level) || level < -1 || level > 9) {
    throw new RangeError(`Expected a level from 0 to 9 but received ${level}`);
  }
  if (shards !== undefined && (!Number.isSafeInteger(shards) || shards < 1)) {
    throw new RangeError(`Expected at least 1 shard but received ${shards}`);
  }
  const name = toPath(path);
  const paths =
    shards === undefined
      ? [name]
      : Array.from({ length: shards }, (_, shard) => shardPath(name, shard, shards));
  const handles = await Promise.all(
    paths.map((one) => native.createRecordWriter(one, compression, level, undefined)),
  );
  return new TFRecordWriter(paths, handles);
}

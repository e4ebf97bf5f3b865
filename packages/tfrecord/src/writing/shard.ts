import type { CompressionName, RecordWriterHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';

/** Bytes that wait before they are written in the background, and at which a caller waits for it. */
const writeBytes = 1 << 20;
const waitBytes = 8 << 20;

export type RecordBytes = ArrayBufferView | ArrayBuffer;

export interface ShardOptions {
  readonly compression: CompressionName;
  readonly level: number;
  /** Called when something was written. */
  readonly onWritten: () => void;
}

/** One file of a writer: records are framed as they come and written a megabyte at a time, in its own jobs. */
export class Shard {
  readonly #handle: RecordWriterHandle;
  readonly #onWritten: () => void;
  #last: Promise<unknown> = Promise.resolve();
  #writing = false;
  /** Of the file, in bytes, as far as it is written. */
  size = 0;

  private constructor(handle: RecordWriterHandle, { onWritten }: ShardOptions) {
    this.#handle = handle;
    this.#onWritten = onWritten;
  }

  static async create(path: string, options: ShardOptions): Promise<Shard> {
    const { compression, level } = options;
    const handle = await native.createRecordWriter(path, compression, level, undefined);
    return new Shard(handle, options);
  }

  /** The file is made with the first write, which then says what is wrong with it. */
  static later(path: string, options: ShardOptions): Shard {
    return new Shard(native.laterRecordWriter(path, options.compression, options.level), options);
  }

  /** Answers a promise where so much waits that the caller should. */
  append(record: RecordBytes): Promise<unknown> | undefined {
    return this.#appended(native.appendRecord(this.#handle, record as Uint8Array));
  }

  /** The same of every `step`-th record from `first` on. */
  appendMany(
    records: readonly RecordBytes[],
    first: number,
    step: number,
  ): Promise<unknown> | undefined {
    return this.#appended(native.appendRecords(this.#handle, records, first, step));
  }

  #appended(waiting: number): Promise<unknown> | undefined {
    if (waiting >= writeBytes && !this.#writing) this.#run('write').catch(() => {});
    return waiting >= waitBytes ? this.#run('write') : undefined;
  }

  flush(): Promise<unknown> {
    return this.#run('flush');
  }

  /** Ends the stream: nothing can be appended after it. */
  finish(): Promise<unknown> {
    return this.#run('finish');
  }

  /** Finishes the file and names it. */
  commit(path: string, sync: boolean): Promise<unknown> {
    return this.#run('commit', path, sync);
  }

  /** Lets go of the file; without a commit nothing is left of it. */
  async abandon(): Promise<void> {
    await this.#last.catch(() => {});
    native.closeHandle(this.#handle);
  }

  /** One at a time; after an error every later one fails with it. */
  #run(mode: 'write' | 'flush' | 'finish' | 'commit', path = '', sync = false): Promise<unknown> {
    this.#writing = true;
    this.#last = this.#last.then(async () => {
      this.size = await native.writeRecords(this.#handle, mode, path, sync);
      this.#writing = false;
      this.#onWritten();
    });
    return this.#last;
  }
}

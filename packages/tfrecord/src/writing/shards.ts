import type { RecordBytes, ShardOptions } from './shard.ts';
import { Shard } from './shard.ts';

/** Which file a record goes to. */
export interface Shards {
  readonly all: readonly Shard[];
  /** Appends to the files; answers a promise where so much waits that the caller should. */
  append(record: RecordBytes): Promise<unknown> | undefined;
  appendMany(records: readonly RecordBytes[]): Promise<unknown> | undefined;
  /** Of the files, as they will be called. */
  paths(): readonly string[];
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

/** A number of files, records taking turns. */
export class TurnsOfShards implements Shards {
  readonly all: readonly Shard[];
  readonly #paths: readonly string[];
  #next = 0;

  private constructor(paths: readonly string[], all: readonly Shard[]) {
    this.#paths = paths;
    this.all = all;
  }

  static async create(paths: readonly string[], options: ShardOptions): Promise<TurnsOfShards> {
    return new TurnsOfShards(
      paths,
      await Promise.all(paths.map((path) => Shard.create(path, options))),
    );
  }

  paths(): readonly string[] {
    return this.#paths;
  }

  append(record: RecordBytes): Promise<unknown> | undefined {
    return this.#at(this.#next++).append(record);
  }

  appendMany(records: readonly RecordBytes[]): Promise<unknown> | undefined {
    const step = this.all.length;
    const waits: (Promise<unknown> | undefined)[] = [];
    for (let i = 0; i < Math.min(step, records.length); i++)
      waits.push(this.#at(this.#next + i).appendMany(records, i, step));
    this.#next += records.length;
    return allOf(waits);
  }

  #at(turn: number): Shard {
    return this.all[turn % this.all.length] as Shard;
  }
}

/** Files that may still be compressed while the next ones are filled. */
const mostUnfinished = 4;

/** As many files as it takes, each full before the next is begun. */
export class SizedShards implements Shards {
  readonly all: Shard[];
  readonly #path: string;
  readonly #options: ShardOptions;
  readonly #most: number;
  /** Bytes of the last file before compression. */
  #bytes = 0;
  readonly #unfinished: Promise<unknown>[] = [];

  private constructor(path: string, first: Shard, options: ShardOptions, most: number) {
    this.#path = path;
    this.all = [first];
    this.#options = options;
    this.#most = most;
  }

  static async create(path: string, options: ShardOptions, most: number): Promise<SizedShards> {
    const first = await Shard.create(shardPath(path, 0, 1), options);
    return new SizedShards(path, first, options, most);
  }

  paths(): readonly string[] {
    return this.all.map((_, i) => shardPath(this.#path, i, this.all.length));
  }

  append(record: RecordBytes): Promise<unknown> | undefined {
    return allOf([this.#makeRoom(record), this.#last().append(record)]);
  }

  appendMany(records: readonly RecordBytes[]): Promise<unknown> | undefined {
    const waits: (Promise<unknown> | undefined)[] = [];
    let run: RecordBytes[] = [];
    const append = () => {
      if (run.length > 0) waits.push(this.#last().appendMany(run, 0, 1));
      run = [];
    };
    for (const record of records) {
      if (this.#isFullFor(record)) append();
      waits.push(this.#makeRoom(record));
      run.push(record);
    }
    append();
    return allOf(waits);
  }

  #last(): Shard {
    return this.all[this.all.length - 1] as Shard;
  }

  #isFullFor(record: RecordBytes): boolean {
    return this.#bytes > 0 && this.#bytes + framed(record) > this.#most;
  }

  /** Begins another file where the record has no place in the last one. */
  #makeRoom(record: RecordBytes): Promise<unknown> | undefined {
    let wait: Promise<unknown> | undefined;
    if (this.#isFullFor(record)) {
      const finished = this.#last().finish();
      finished.catch(() => {}); // close() says it
      this.#unfinished.push(finished);
      if (this.#unfinished.length > mostUnfinished) wait = this.#unfinished.shift();
      const path = shardPath(this.#path, this.all.length, this.all.length + 1);
      this.all.push(Shard.later(path, this.#options));
      this.#bytes = 0;
    }
    this.#bytes += framed(record);
    return wait;
  }
}

/** Header and checksums of a record take 16 bytes. */
const framed = (record: RecordBytes): number => record.byteLength + 16;

/** What there is to wait for. */
function allOf(waits: readonly (Promise<unknown> | undefined)[]): Promise<unknown> | undefined {
  const some = waits.filter((wait) => wait !== undefined);
  return some.length > 0 ? Promise.all(some) : undefined;
}

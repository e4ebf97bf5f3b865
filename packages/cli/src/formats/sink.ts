import type { ByteInput } from '@dareblopy/core';

/** A file of an archive or folder that is being written. */
export interface OutFile {
  /** Relative, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How an archive it came from held it. */
  readonly method?: string | undefined;
}

/** A file that is carried over as it is. */
export interface OutSource {
  readonly name: string;
  readonly source: ByteInput;
  readonly method?: string | undefined;
}

/** What is being written; it appears under its name with `close()`. Left without: nothing appears. */
interface Open extends AsyncDisposable {
  close(): Promise<void>;
}

/** Takes files with names. Need not be awaited before the next one is added. */
export interface FileSink extends Open {
  readonly takes: 'files';
  add(file: OutFile): Promise<void>;
  /** Files that need not pass through JavaScript; where the sink has a quicker way for them. */
  addSources?(sources: Iterable<OutSource>, signal: AbortSignal): Promise<unknown>;
}

/** Takes records. */
export interface RecordSink extends Open {
  readonly takes: 'records';
  add(record: Uint8Array<ArrayBuffer>): Promise<void>;
}

export type Sink = FileSink | RecordSink;

export type Method = 'store' | 'deflate' | 'lz4';

export interface SinkOptions {
  /** Of an archive's entries; left out: as they were, pictures stored, the rest deflated. */
  readonly method?: Method | undefined;
  /** Of the compression. */
  readonly level?: number | undefined;
}

/** What can be written: a part of a Format. */
export interface SinkFormat {
  readonly takes: Sink['takes'];
  create(path: string, options: SinkOptions): Promise<Sink>;
  /** How many items a finished file has; to count what another process wrote. */
  count(path: string): Promise<number>;
}

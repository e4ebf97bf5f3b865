import type { ZipWriterHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';

/** What an archive holds so far. */
export interface ZipProgress {
  /** Entries that are written. */
  readonly entries: number;
  /** Their bytes before compression. */
  readonly bytes: number;
  /** Entries asked for so far; those of a folder once it is listed. */
  readonly expected: number;
}

const milliseconds = 100;

/** Tells a writer's `onProgress`, not too often. */
export class ProgressReport {
  readonly #writer: ZipWriterHandle;
  readonly #tell: ((progress: ZipProgress) => void) | undefined;
  #expected = 0;
  #last = 0;

  constructor(writer: ZipWriterHandle, tell: ((progress: ZipProgress) => void) | undefined) {
    this.#writer = writer;
    this.#tell = tell;
  }

  expect(entries: number): void {
    this.#expected += entries;
  }

  report(): void {
    if (this.#tell === undefined) return;
    const now = performance.now();
    if (now - this.#last < milliseconds) return;
    this.#last = now;
    this.end();
  }

  end(): void {
    if (this.#tell === undefined) return;
    const [entries, bytes] = native.zipWritten(this.#writer);
    this.#tell({ entries, bytes, expected: this.#expected });
  }
}

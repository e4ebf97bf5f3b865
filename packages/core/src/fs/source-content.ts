import { DareblopyError } from '../error.ts';
import type { ByteSource } from '../source/byte-source.ts';
import type { FileContent } from './mount.ts';

/** A source as the content of a file that is only read. */
export class SourceContent implements FileContent {
  readonly source: ByteSource;
  readonly size: number;
  readonly modified?: Date;

  constructor(source: ByteSource, modified?: Date) {
    this.source = source;
    this.size = source.size;
    if (modified !== undefined) this.modified = modified;
  }

  readAt(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const whole = offset === 0 && length >= this.size;
    return (whole ? this.source : this.source.slice(offset, offset + length)).bytes();
  }

  async writeAt(): Promise<void> {
    throw new DareblopyError('IO_READ_ONLY', `${this.source.name} was opened for reading only`, {
      path: this.source.name,
    });
  }

  async close(): Promise<void> {
    const source = this.source as ByteSource & { close?: () => Promise<void> };
    await source.close?.();
  }
}

import { DareblopyError } from '../error.ts';
import type { ByteSource, BytesOptions, NativeItemSink } from '../source/byte-source.ts';
import { isNativeSource, nativeItem } from '../source/byte-source.ts';
import type { FileMode } from './file-mode.ts';
import { modeTraits } from './file-mode.ts';
import type { FileContent } from './mount.ts';

const lineChunkBytes = 64 * 1024;

/**
 * An open file of a {@link FileSystem}: a position to read and write at, and a ByteSource of the whole, so
 * that `openZip`, `decodeJpeg`, `readArray` and the like take it as it is.
 */
export class VirtualFile implements ByteSource, AsyncDisposable {
  /** Its path in the file system. */
  readonly path: string;
  readonly mode: FileMode;
  readonly #content: FileContent;
  readonly #traits: ReturnType<typeof modeTraits>;
  #position = 0;
  #closed = false;

  /** @internal Use {@link FileSystem.open}. */
  constructor(path: string, mode: FileMode, content: FileContent) {
    this.path = path;
    this.mode = mode;
    this.#content = content;
    this.#traits = modeTraits(mode);
    const { source } = content;
    if (isNativeSource(source)) {
      Object.defineProperty(this, nativeItem, {
        value: (sink: NativeItemSink) => source[nativeItem](sink),
      });
    }
  }

  get name(): string {
    return this.path;
  }

  /** Bytes. */
  get size(): number {
    return this.#content.size;
  }

  /** When it was last written, where that is known. */
  get modified(): Date | undefined {
    return this.#content.modified;
  }

  /** Up to `size` bytes from the position, which moves behind them; without `size`, all that is left. */
  async read(size = -1): Promise<Uint8Array<ArrayBuffer>> {
    this.#check('read');
    const left = Math.max(0, this.size - this.#position);
    const bytes = await this.#content.readAt(
      this.#position,
      size < 0 ? left : Math.min(size, left),
    );
    this.#position += bytes.length;
    return bytes;
  }

  /** Writes at the position (at the end in the modes with 'a'), which moves behind what was written. */
  async write(data: Uint8Array | string): Promise<void> {
    this.#check('write');
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    if (this.#traits.append) this.#position = this.size;
    await this.#content.writeAt(this.#position, bytes);
    this.#position += bytes.length;
  }

  /** Moves the position. Answers it. */
  seek(offset: number, origin: 'start' | 'current' | 'end' = 'start'): number {
    const base = { start: 0, current: this.#position, end: this.size }[origin];
    if (base === undefined)
      throw new TypeError(`Expected 'start', 'current' or 'end' but received ${String(origin)}`);
    const position = base + offset;
    if (!Number.isSafeInteger(position) || position < 0)
      throw new RangeError(`Expected a position from 0 on but received ${position}`);
    this.#position = position;
    return position;
  }

  tell(): number {
    return this.#position;
  }

  /** The lines from the position on, as UTF-8, without their ends (`\n` or `\r\n`). */
  async *lines(): AsyncIterableIterator<string> {
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const bytes = await this.read(lineChunkBytes);
      rest += decoder.decode(bytes, { stream: bytes.length > 0 });
      const parts = rest.split('\n');
      rest = parts.pop() as string;
      for (const line of parts) yield line.replace(/\r$/, '');
      if (bytes.length > 0) continue;
      if (rest !== '') yield rest;
      return;
    }
  }

  slice(start?: number, end?: number): ByteSource {
    return this.#source().slice(start, end);
  }

  /** The whole file, wherever the position is. */
  async bytes<B extends ArrayBufferLike = ArrayBuffer>(
    options?: BytesOptions<B>,
  ): Promise<Uint8Array<B>> {
    return this.#source().bytes(options);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  stream(): ReadableStream<Uint8Array> {
    return this.#source().stream();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#content.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #source(): ByteSource {
    this.#check('read');
    return this.#content.source ?? new ContentSource(this.path, this.#content, 0, this.size);
  }

  #check(what: 'read' | 'write'): void {
    if (this.#closed) throw new TypeError(`${this.path} is closed`);
    if (this.#traits[what]) return;
    throw new DareblopyError(
      what === 'write' ? 'IO_READ_ONLY' : 'IO_ACCESS_DENIED',
      `${this.path} was opened with mode '${this.mode}', which cannot ${what}`,
      { path: this.path },
    );
  }
}

/** A file that can be written, or a part of it, as a ByteSource. */
class ContentSource implements ByteSource {
  readonly name: string;
  readonly #content: FileContent;
  readonly #begin: number;
  readonly #end: number;

  constructor(name: string, content: FileContent, begin: number, end: number) {
    this.name = name;
    this.#content = content;
    this.#begin = begin;
    this.#end = end;
  }

  get size(): number {
    return this.#end - this.#begin;
  }

  slice(start = 0, end = this.size): ByteSource {
    const clamp = (at: number) =>
      at < 0 ? Math.max(this.size + at, 0) : Math.min(Math.trunc(at) || 0, this.size);
    const from = clamp(start);
    const to = Math.max(from, clamp(end));
    return new ContentSource(this.name, this.#content, this.#begin + from, this.#begin + to);
  }

  async bytes<B extends ArrayBufferLike = ArrayBuffer>({
    into,
    signal,
  }: BytesOptions<B> = {}): Promise<Uint8Array<B>> {
    signal?.throwIfAborted();
    if (into !== undefined && into.length < this.size)
      throw new RangeError(
        `Expected \`into\` to have room for ${this.size} bytes but received one of ${into.length}`,
      );
    const bytes = await this.#content.readAt(this.#begin, this.size);
    if (into === undefined) return bytes as unknown as Uint8Array<B>;
    into.set(bytes);
    return into.subarray(0, bytes.length) as Uint8Array<B>;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).slice().buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  stream(): ReadableStream<Uint8Array> {
    let at = this.#begin;
    return new ReadableStream({
      pull: async (controller) => {
        const bytes = await this.#content.readAt(at, Math.min(this.#end - at, 1 << 20));
        at += bytes.length;
        if (bytes.length > 0) controller.enqueue(bytes);
        else controller.close();
      },
    });
  }
}

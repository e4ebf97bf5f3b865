import type { ByteSource, BytesOptions } from '@dareblopy/core';

/** What a source whose bytes arrive later is made of. */
export interface RangeSourceOptions {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Of the version of the bytes, where it is known. */
  readonly fingerprint?: string;
  read(
    ranges: readonly { readonly begin: number; readonly end: number }[],
    options: { readonly signal?: AbortSignal | undefined },
  ): readonly Promise<Uint8Array<ArrayBuffer>>[];
  close?(): void | Promise<void>;
}

const streamChunkBytes = 1 << 20;

/** Bytes of which ranges are fetched when they are wanted. */
export class RangeSource implements ByteSource, AsyncDisposable {
  readonly name: string;
  readonly size: number;
  readonly fingerprint?: string;
  readonly #options: RangeSourceOptions;
  readonly #begin: number;
  #closed?: Promise<void>;

  /** @internal */
  constructor(options: RangeSourceOptions, begin = 0, end = options.size) {
    this.name = options.name;
    this.size = end - begin;
    this.#options = options;
    this.#begin = begin;
    if (options.fingerprint !== undefined) this.fingerprint = options.fingerprint;
  }

  slice(start = 0, end = this.size): RangeSource {
    const from = clampIndex(start, this.size);
    const to = Math.max(from, clampIndex(end, this.size));
    return new RangeSource(this.#options, this.#begin + from, this.#begin + to);
  }

  async bytes<B extends ArrayBufferLike = ArrayBuffer>({
    into,
    signal,
  }: BytesOptions<B> = {}): Promise<Uint8Array<B>> {
    if (this.#closed) throw new TypeError('The source is closed');
    if (into !== undefined && into.length < this.size)
      throw new RangeError(
        `Expected into of at least ${this.size} bytes but received ${into.length}`,
      );
    const range = { begin: this.#begin, end: this.#begin + this.size };
    const bytes = await (this.#options.read([range], { signal })[0] as Promise<Uint8Array>);
    if (into === undefined) return new Uint8Array(bytes) as Uint8Array as Uint8Array<B>;
    into.set(bytes);
    return into.subarray(0, bytes.length);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  stream(): ReadableStream<Uint8Array> {
    let at = 0;
    const abort = new AbortController();
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          if (at >= this.size) return controller.close();
          const part = this.slice(at, at + streamChunkBytes);
          controller.enqueue(await part.bytes({ signal: abort.signal }));
          at += part.size;
        },
        cancel: (reason) => abort.abort(reason),
      },
      { highWaterMark: 1 },
    );
  }

  close(): Promise<void> {
    this.#closed ??= Promise.resolve(this.#options.close?.());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function clampIndex(index: number, size: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(size + whole, 0) : Math.min(whole, size);
}

export function rangeSource(options: RangeSourceOptions): RangeSource {
  return new RangeSource(options);
}

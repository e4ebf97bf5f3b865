import type { SourceSetHandle } from '@dareblopy/native';
import type { ByteSource, BytesOptions, NativeItemSink, NativeSource } from './byte-source.ts';
import { nativeItem } from './byte-source.ts';
import type { LateBytes } from './late-bytes.ts';
import { lateSet } from './late-bytes.ts';
import { clampIndex } from './native-byte-source.ts';
import { streamInParts } from './stream-in-parts.ts';

/**
 * A source of which ranges are fetched when they are wanted. It has a native side: archives, records and
 * loaders fetch on threads of their own what they need, many ranges at once.
 */
export class LateSource implements ByteSource, NativeSource, AsyncDisposable {
  readonly name: string;
  readonly size: number;
  readonly fingerprint?: string;
  readonly #options: LateBytes;
  readonly #begin: number;
  readonly #whole: { set?: SourceSetHandle };
  #closed?: Promise<void>;

  /** @internal */
  constructor(
    options: LateBytes,
    begin = 0,
    end = options.size,
    whole: { set?: SourceSetHandle } = {},
  ) {
    this.name = options.name;
    this.size = end - begin;
    this.#options = options;
    this.#begin = begin;
    this.#whole = whole;
    if (options.fingerprint !== undefined) this.fingerprint = options.fingerprint;
  }

  slice(start = 0, end = this.size): LateSource {
    const from = clampIndex(start, this.size);
    const to = Math.max(from, clampIndex(end, this.size));
    return new LateSource(this.#options, this.#begin + from, this.#begin + to, this.#whole);
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
    return streamInParts(this);
  }

  close(): Promise<void> {
    this.#closed ??= Promise.resolve(this.#options.close?.());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  [nativeItem](sink: NativeItemSink): void {
    if (this.#closed) throw new TypeError('The source is closed');
    this.#whole.set ??= lateSet(this.#options);
    sink.add(this.#whole.set, 0, this.#begin, this.#begin + this.size);
  }
}

/** A source whose bytes arrive later, from what can fetch ranges of them. */
export function lateSource(bytes: LateBytes): LateSource {
  return new LateSource(bytes);
}

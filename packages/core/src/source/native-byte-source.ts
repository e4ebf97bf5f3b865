import type { NativeItems, SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { ByteSource, BytesOptions, NativeItemSink, NativeSource } from './byte-source.ts';
import { nativeItem } from './byte-source.ts';
import { readNative, readNativeSync } from './read-native.ts';
import { streamInParts } from './stream-in-parts.ts';

/** An item of a native set, or a part of it: what files, ZIP entries and records are. */
export class NativeByteSource implements ByteSource, NativeSource {
  protected readonly set: SourceSetHandle;
  protected readonly index: number;
  private readonly begin: number;
  private readonly end: number;
  #name?: string;

  /** `end` -1 is "to the end": the whole item is read with all its checks. */
  constructor(set: SourceSetHandle, index: number, begin = 0, end = -1) {
    this.set = set;
    this.index = index;
    this.begin = begin;
    this.end = end;
  }

  get name(): string {
    this.#name ??= native.sourceName(this.set, this.index);
    return this.#name;
  }

  get size(): number {
    return native.itemSize(this.items());
  }

  slice(start = 0, end?: number): ByteSource {
    const size = this.size;
    const from = clampIndex(start, size);
    const to = Math.max(from, clampIndex(end ?? size, size));
    return new SourceSlice(this, this.set, this.index, this.begin + from, this.begin + to);
  }

  async bytes<B extends ArrayBufferLike = ArrayBuffer>(
    options: BytesOptions<B> = {},
  ): Promise<Uint8Array<B>> {
    const [bytes] = await readNative<B>(this.items(), options);
    return bytes as Uint8Array<B>;
  }

  /** Reads on the calling thread. */
  bytesSync<B extends ArrayBufferLike = ArrayBuffer>(
    options: { into?: Uint8Array<B> } = {},
  ): Uint8Array<B> {
    return readNativeSync<B>(this.items(), options.into);
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

  [nativeItem](sink: NativeItemSink): void {
    sink.add(this.set, this.index, this.begin, this.end);
  }

  private items(): NativeItems {
    return { sets: [this.set], refs: Float64Array.of(0, this.index, this.begin, this.end) };
  }
}

/** A part of a source, which keeps the whole one (and what it closes) alive. */
class SourceSlice extends NativeByteSource {
  readonly #whole: NativeByteSource;

  constructor(
    whole: NativeByteSource,
    set: SourceSetHandle,
    index: number,
    begin: number,
    end: number,
  ) {
    super(set, index, begin, end);
    this.#whole = whole;
  }

  override get name(): string {
    return this.#whole.name;
  }
}

/** An index by the rules of `slice`: negative from the end, clamped, truncated. */
export function clampIndex(index: number, size: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(size + whole, 0) : Math.min(whole, size);
}

import type { ByteSource } from '@dareblopy/core';
import type { Chunk, Dataset } from '../formats/dataset.ts';
import type { Unit } from './units.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of the items of a set; what can only be read in order is read forward, and anew to go back. */
export class SetReader {
  readonly #dataset: Dataset;
  readonly #signal: AbortSignal;
  #chunks: AsyncIterator<Chunk> | undefined;
  #chunk: Chunk | undefined;

  constructor(dataset: Dataset, signal: AbortSignal) {
    this.#dataset = dataset;
    this.#signal = signal;
  }

  /** Reads the items of a unit. May be called again before the last call is settled, for units in order. */
  async read({ files }: Unit): Promise<Bytes[]> {
    const { items } = this.#dataset;
    const signal = this.#signal;
    if (items) {
      const sources = files.map(({ index }) => items.get(index) as ByteSource);
      return Promise.all(sources.map((source) => source.bytes({ signal })));
    }
    const all: Bytes[] = [];
    for (const { index } of files) all.push(await (await this.#inOrder(index)).bytes({ signal }));
    return all;
  }

  /** The item, where items have numbers; nothing is read. */
  source(index: number): ByteSource | undefined {
    return this.#dataset.items?.get(index) as ByteSource | undefined;
  }

  get isInOrder(): boolean {
    return this.#dataset.items === undefined;
  }

  async #inOrder(index: number): Promise<ByteSource> {
    if (this.#chunk && index < this.#chunk.first) await this.close();
    while (!this.#chunk || index >= this.#chunk.first + this.#chunk.sources.length) {
      this.#chunk?.release?.();
      this.#chunks ??= this.#dataset
        .chunks({ count: 1024, signal: this.#signal })
        [Symbol.asyncIterator]();
      const { value, done } = await this.#chunks.next();
      if (done) throw new RangeError(`Expected record ${index} but the files end before it`);
      this.#chunk = value;
    }
    return this.#chunk.sources[index - this.#chunk.first] as ByteSource;
  }

  async close(): Promise<void> {
    await this.#chunks?.return?.();
    this.#chunks = undefined;
    this.#chunk = undefined;
  }
}

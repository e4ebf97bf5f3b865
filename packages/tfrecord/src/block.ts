import type { NativeDecoderSide } from '@dareblopy/core';
import { allocateColumns, decodeParts, NativeByteSource, nativeDecoder } from '@dareblopy/core';
import type { DecodedBatch, NativeItems, SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { Parser } from './parser.ts';
import { inlineBytes } from './parser.ts';

export interface BatchesOptions {
  readonly batchSize: number;
  /** Leave out a last batch that is not full. Default false. */
  readonly dropLast?: boolean;
}

/** Some records that follow each other in one native block. */
interface Run {
  readonly set: SourceSetHandle;
  readonly begin: number;
  readonly end: number;
}

/** Records above this are copied one by one; below, many at a time. */
const largeRecord = 16 << 10;

/** Records in native memory, in order. */
export class RecordBlock {
  readonly length: number;
  /** About what the records hold, in bytes. */
  readonly byteLength: number;
  readonly #runs: readonly Run[];

  /** @internal */
  constructor(runs: readonly Run[], byteLength: number) {
    this.#runs = runs;
    this.length = runs.reduce((count, { begin, end }) => count + end - begin, 0);
    this.byteLength = byteLength;
  }

  /** The records as sources: reading one copies it, decoding one does not. */
  get sources(): NativeByteSource[] {
    return this.#runs.flatMap(({ set, begin, end }) =>
      Array.from({ length: end - begin }, (_, i) => new NativeByteSource(set, begin + i)),
    );
  }

  /** Copies of the records, each on a buffer of its own. */
  records(): Uint8Array<ArrayBuffer>[] {
    const records: Uint8Array<ArrayBuffer>[] = [];
    const step = this.byteLength > this.length * largeRecord ? 1 : this.length;
    for (const { set, begin, end } of this.#runs) {
      for (let from = begin; from < end; from += step) {
        const { bytes, ends } = native.blockBytes(set, from, Math.min(from + step, end));
        if (step === 1) {
          records.push(bytes);
        } else {
          for (let i = 0, start = 0; i < ends.length; start = ends[i++] as number) {
            records.push(bytes.slice(start, ends[i]));
          }
        }
      }
    }
    return records;
  }

  /** Frees the memory at once instead of when it is collected; the sources are closed then. */
  release(): void {
    for (const { set } of this.#runs) native.closeHandle(set);
  }

  /** The records parsed from where they lie. */
  async decode<B>(parser: Parser<B, unknown>, signal?: AbortSignal): Promise<B> {
    const side = parser[nativeDecoder];
    const arrays = allocateColumns(side.columns, this.length);
    const outputs = arrays.map(({ data }) => data);
    const decoded = await this.#decode(side, outputs, signal);
    const [failure] = decoded.failures ?? [];
    if (failure !== undefined) throw failure[1];
    return side.assemble(arrays, decoded.values[0], this.length);
  }

  #decode(
    side: NativeDecoderSide<never, unknown>,
    outputs: (ArrayBuffer | ArrayBufferView)[],
    signal?: AbortSignal,
  ): DecodedBatch | Promise<DecodedBatch> {
    const items = this.#items();
    if (this.byteLength > inlineBytes) {
      return decodeParts(items, [{ side, outputs }], { direct: true, signal });
    }
    signal?.throwIfAborted();
    return native.decodeBatchSync({
      decoders: [side.handle],
      outputs: [outputs],
      items,
      direct: true,
    });
  }

  #items(): NativeItems {
    const refs = new Float64Array(this.length * 4);
    let at = 0;
    this.#runs.forEach(({ begin, end }, set) => {
      for (let i = begin; i < end; i++, at += 4) {
        refs[at] = set;
        refs[at + 1] = i;
        refs[at + 3] = -1;
      }
    });
    return { sets: this.#runs.map(({ set }) => set), refs };
  }

  /** The first `count` records, and the others. */
  split(count: number): [RecordBlock, RecordBlock] {
    const first: Run[] = [];
    const rest: Run[] = [];
    let left = count;
    for (const run of this.#runs) {
      const cut = Math.min(run.begin + left, run.end);
      if (cut > run.begin) first.push({ ...run, end: cut });
      if (cut < run.end) rest.push({ ...run, begin: cut });
      left -= cut - run.begin;
    }
    const share = this.byteLength / Math.max(this.length, 1);
    return [
      new RecordBlock(first, share * count),
      new RecordBlock(rest, share * (this.length - count)),
    ];
  }

  concat(other: RecordBlock): RecordBlock {
    return new RecordBlock([...this.#runs, ...other.#runs], this.byteLength + other.byteLength);
  }
}

/** Blocks of exactly `batchSize` records; the last may be short. */
export async function* rebatch(
  blocks: AsyncIterable<RecordBlock>,
  options: BatchesOptions | number,
): AsyncGenerator<RecordBlock> {
  const { batchSize, dropLast = false } =
    typeof options === 'number' ? { batchSize: options } : options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`Expected a batchSize of at least 1 but received ${batchSize}`);
  }
  let rest = new RecordBlock([], 0);
  for await (const block of blocks) {
    rest = rest.concat(block);
    while (rest.length >= batchSize) {
      const [batch, others] = rest.split(batchSize);
      rest = others;
      yield batch;
    }
  }
  if (rest.length > 0 && !dropLast) yield rest;
}

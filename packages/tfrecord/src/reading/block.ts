import { NativeByteSource } from '@dareblopy/core/extend';
import { native } from '@dareblopy/native';
import type { Parser } from '../parsing/parser.ts';
import { decodeBatches } from './decode-batches.ts';
import type { Run } from './run.ts';

/** Records above this are copied one by one; below, many at a time. */
const largeRecord = 16 << 10;

/** Records in native memory, in order. */
export class RecordBlock {
  readonly length: number;
  /** About what the records hold, in bytes. */
  readonly byteLength: number;
  /** @internal */
  readonly runs: readonly Run[];

  /** @internal */
  constructor(runs: readonly Run[], byteLength: number) {
    this.runs = runs;
    this.length = runs.reduce((count, { begin, end }) => count + end - begin, 0);
    this.byteLength = byteLength;
  }

  /** The records as sources: reading one copies it, decoding one does not. */
  get sources(): NativeByteSource[] {
    return this.runs.flatMap(({ set, begin, end }) =>
      Array.from({ length: end - begin }, (_, i) => new NativeByteSource(set, begin + i)),
    );
  }

  /** Copies of the records, each on a buffer of its own. */
  records(): Uint8Array<ArrayBuffer>[] {
    const records: Uint8Array<ArrayBuffer>[] = [];
    const step = this.byteLength > this.length * largeRecord ? 1 : this.length;
    for (const { set, begin, end } of this.runs) {
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
    for (const { set } of this.runs) native.closeHandle(set);
  }

  /** @internal Frees the memory of those native blocks whose last record is one of this block. */
  releaseRead(): void {
    for (const { set, end, count } of this.runs) if (end === count) native.closeHandle(set);
  }

  /** The records parsed from where they lie. */
  async decode<B>(parser: Parser<B, unknown>, signal?: AbortSignal): Promise<B> {
    if (this.length === 0) return parser.decode([]);
    const [batch] = await decodeBatches(this.runs, parser, this.length, signal);
    return batch as B;
  }

  /** The first `count` records, and the others. */
  split(count: number): [RecordBlock, RecordBlock] {
    const first: Run[] = [];
    const rest: Run[] = [];
    let left = count;
    for (const run of this.runs) {
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
    return new RecordBlock([...this.runs, ...other.runs], this.byteLength + other.byteLength);
  }
}

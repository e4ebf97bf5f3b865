import type { ByteInput, ByteSource, RandomAccess } from '@dareblopy/core';
import type { SinkFormat } from './sink.ts';

/** Items that follow each other. */
export interface Chunk {
  /** The number of the first. */
  readonly first: number;
  readonly sources: readonly ByteSource[];
  /** What lies behind `sources`, when they are more than one reads at a time; absent: they stand alone. */
  readonly release?: () => void;
}

/** What a path given by the user came to: items with bytes, whatever holds them. */
export interface Dataset {
  readonly kind: string;
  /** As the user gave it. */
  readonly path: string;
  /** What is in it: 'entries', 'records', 'files'. */
  readonly noun: string;
  /** Bytes of the files as they are; of a folder, of its files. */
  readonly byteLength: number;
  /** Items by number; absent where they can only be read in order. */
  readonly items?: RandomAccess<ByteSource>;
  /** Items in order, some at a time, as far as they can be read; then throws. Iterated once. */
  chunks(options: ChunkOptions): AsyncIterable<Chunk>;
  /** How an item is called in messages and lists: its name, or `file#record`. */
  nameOf(index: number): string;
  /** Of a ZIP's entry. */
  methodOf?(index: number): { readonly method: string; readonly storedBytes: number };
  close(): Promise<void>;
}

export interface ChunkOptions {
  /** Items at a time, where the dataset has items by number. */
  readonly count: number;
  /** Go on with the next file behind damage, and be told of it. Left out: damage throws. */
  readonly onDamage?: (error: unknown) => void;
  readonly signal: AbortSignal;
}

export interface OpenOptions {
  /** As the user gave it. */
  readonly path: string;
  /** Which items, by name. */
  readonly glob?: string | undefined;
  /**
   * Open as much as can be read: `onDamage` is told what cannot. Left out: damage throws.
   */
  readonly onDamage?: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** A kind of thing that holds items. One row of the table in table.ts. */
export interface Format {
  readonly name: string;
  /** Whether a file's name says that it is one. */
  matches(name: string): boolean;
  /** Whether a file's first bytes do (12, or all there are). */
  sniff?(head: Uint8Array): boolean;
  /** Opens one set over all `sources`: files of the same kind that one path stands for. */
  open(sources: readonly ByteInput[], options: OpenOptions): Promise<Dataset>;
  /** Keeps an index beside a file, where such files need one; answers what it counts, and whether it was there. */
  index?(path: string, signal: AbortSignal): Promise<{ count: number; kept: boolean }>;
  /** Where such files can be written. */
  readonly sink?: SinkFormat;
}

/** Chunks of what can be had by number. */
export async function* chunksOf(
  items: RandomAccess<ByteSource>,
  { count, signal }: ChunkOptions,
): AsyncGenerator<Chunk> {
  for (let first = 0; first < items.length; first += count) {
    signal.throwIfAborted();
    const length = Math.min(count, items.length - first);
    const sources = Array.from({ length }, (_, i) => items.get(first + i) as ByteSource);
    yield { first, sources };
  }
}

/** The sum of the sizes of `items`, as far as they can be told. */
export function sizeOf(items: Iterable<ByteSource>): number {
  let total = 0;
  for (const item of items) total += sizeOr(item, 0);
  return total;
}

/** A source's size; `otherwise` where its file went away. */
export function sizeOr(source: ByteSource, otherwise: number): number {
  try {
    return source.size;
  } catch {
    return otherwise;
  }
}

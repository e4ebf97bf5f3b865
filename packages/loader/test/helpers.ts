import { type NDArray, raw } from '@dareblopy/core';
import type { NativeDecoder } from '@dareblopy/core/extend';

/** Sample i: four bytes that say i, little-endian. */
export function numbered(length: number): Uint8Array[] {
  return Array.from({ length }, (_, i) => new Uint8Array(Uint32Array.of(i).buffer));
}

/** A native decoder of numbered samples: batch [n] of uint32. */
export const number: NativeDecoder<never, NDArray<'uint32'>> = raw([], 'uint32');

/** The samples of everything that is iterated, batch by batch. */
export async function batchesOf(
  batches: AsyncIterable<NDArray<'uint32'>>,
  most: number = Number.POSITIVE_INFINITY,
): Promise<number[][]> {
  const all: number[][] = [];
  if (most === 0) return all;
  for await (const batch of batches) {
    all.push([...batch.data]);
    if (all.length >= most) break;
  }
  return all;
}

/** 0 .. length - 1. */
export function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

export function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** A re-iterable source that can only be read in order. */
export function inOrder<T>(items: readonly T[]): AsyncIterable<T> {
  return {
    async *[Symbol.asyncIterator]() {
      yield* items;
    },
  };
}

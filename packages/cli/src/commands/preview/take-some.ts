import type { ByteInput, ByteSource, Decoder, NDArray } from '@dareblopy/core';
import { row, select } from '@dareblopy/core';
import { Permutation } from '@dareblopy/core/internal';
import { DataLoader } from '@dareblopy/loader';
import type { PictureSet } from '../../pictures/picture-set.ts';

export interface Some {
  /** Copies, in the order of the grid. */
  readonly images: readonly NDArray[];
  readonly labels: readonly string[];
  readonly bad: readonly { readonly name: string; readonly error: Error }[];
}

interface TakeOptions {
  readonly count: number;
  readonly seed: number;
  readonly inOrder: boolean;
  readonly signal: AbortSignal;
}

/** Loads up to `count` pictures through a loader, those of the permutation's beginning or the first ones. */
export async function takeSome(
  set: PictureSet,
  picture: Decoder<ByteInput, unknown>,
  { count, seed, inOrder, signal }: TakeOptions,
): Promise<Some> {
  const indices = chosen(set, count, inOrder ? undefined : seed);
  const source =
    set.items && indices ? select(set.items, indices) : await firstOf(set.inOrder(signal), count);
  const numberOf = (place: number) => (indices ? (indices[place] as number) : place);
  const bad: { name: string; error: Error }[] = [];
  const loader = new DataLoader(source, {
    decode: {
      sample: set.decoder(picture),
      place: (_: unknown, { index }: { index: number }) => index,
    },
    batchSize: Math.min(16, count),
    seed,
    signal,
    onBadSample: {
      action: 'skip',
      onBad: ({ index, error }) => bad.push({ name: set.nameOf(numberOf(index)), error }),
    },
  });
  const images: NDArray[] = [];
  const labels: string[] = [];
  try {
    for await (const { sample, place } of loader) {
      const { images: rows, labels: own } = set.read(sample);
      for (let i = 0; i < place.data.length; i++) {
        const image = isBatch(rows) ? row(rows, i) : rows[i];
        images.push(structuredClone(image as NDArray)); // the batch is lent
        const number = numberOf(place.data[i] as number);
        labels.push(labelOf(set, number, own?.[i]));
      }
    }
  } finally {
    await loader.close();
  }
  return { images, labels, bad };
}

function isBatch(images: NDArray | readonly NDArray[]): images is NDArray {
  return !Array.isArray(images);
}

function chosen(set: PictureSet, count: number, seed: number | undefined): number[] | undefined {
  if (!set.items) return undefined;
  const length = Math.min(count, set.items.length);
  if (seed === undefined) return Array.from({ length }, (_, i) => i);
  const { at } = new Permutation(set.items.length, { seed });
  return Array.from({ length }, (_, i) => at(i));
}

async function firstOf(sources: AsyncIterable<ByteSource>, count: number): Promise<ByteSource[]> {
  const first: ByteSource[] = [];
  for await (const source of sources) {
    first.push(source);
    if (first.length >= count) break;
  }
  return first;
}

/** 'cat 12.jpg': the class first, since a small cell has no room for more. */
function labelOf(set: PictureSet, index: number, own: string | undefined): string {
  const name = set.nameOf(index);
  const short = name.slice(name.lastIndexOf('/') + 1);
  return [own ?? set.classOf(index), short].filter(Boolean).join(' ');
}

import {
  type ByteSource,
  from,
  type NDArray,
  openFolder,
  raw,
  scalar,
  text,
  zipSources,
} from '@dareblopy/core';
import { expectTypeOf, test } from 'vitest';
import { DataLoader, mix } from '../src/index.ts';

const bytes: Uint8Array[] = [];

/** The type of a loader's batches. */
type Batch<L> = L extends AsyncIterable<infer B> ? B : never;

test('a Decoder gives its batch', () => {
  const one = new DataLoader(bytes, { decode: raw([3], 'float32'), batchSize: 2 });
  expectTypeOf<Batch<typeof one>>().toEqualTypeOf<NDArray<'float32'>>();
  expectTypeOf<Batch<typeof one>['data']>().toEqualTypeOf<Float32Array>();
});

test('an object of Decoders and functions gives an object of columns', async () => {
  const folder = await openFolder('photos');
  const loader = new DataLoader(folder, {
    decode: {
      pixels: raw([2], 'uint8'),
      words: text(),
      label: (file, { index, epoch }) => {
        expectTypeOf(file).toMatchTypeOf<ByteSource>();
        return index + epoch;
      },
      id: async () => 1n,
      even: ({ size }) => size % 2 === 0,
      name: ({ name }) => name,
    },
    batchSize: 2,
  });
  expectTypeOf<Batch<typeof loader>>().toEqualTypeOf<{
    pixels: NDArray<'uint8'>;
    words: NDArray<'string'>;
    label: NDArray<'int32'>;
    id: NDArray<'int64'>;
    even: NDArray<'bool'>;
    name: string[];
  }>();
});

test('a function alone gives a column', () => {
  const loader = new DataLoader(['a', 'b'], { decode: (s) => s.toUpperCase(), batchSize: 2 });
  expectTypeOf<Batch<typeof loader>>().toEqualTypeOf<string[]>();
});

test('parts of samples, map and mapWorkers infer', () => {
  const pairs = zipSources({ image: bytes, row: [{ score: 1 }] });
  const loader = new DataLoader(pairs, {
    decode: {
      image: from((s: { image: Uint8Array }) => s.image, raw([2], 'uint8')),
      score: scalar('float32', (s: { row: { score: number } }) => s.row.score),
    },
    batchSize: 2,
  });
  type Made = { image: NDArray<'uint8'>; score: NDArray<'float32'> };
  expectTypeOf<Batch<typeof loader>>().toEqualTypeOf<Made>();
  const mapped = loader.map(({ image }) => image.data).map((data) => data.length);
  expectTypeOf<Batch<typeof mapped>>().toEqualTypeOf<number>();
  const collated = loader.mapWorkers<{ sum: number }>(new URL('file:///x.mjs'));
  expectTypeOf<Batch<typeof collated>>().toEqualTypeOf<{ sum: number }>();
  expectTypeOf(loader.next()).resolves.toEqualTypeOf<Made | undefined>();
  expectTypeOf(loader.nextN(2)).resolves.toEqualTypeOf<Made[]>();
  expectTypeOf(loader.toReadableStream()).toEqualTypeOf<ReadableStream<Made>>();
});

test('sequential sources and mixtures infer their samples', () => {
  async function* lines(): AsyncGenerator<string> {}
  const loader = new DataLoader(lines(), { decode: (line) => line.length, batchSize: 2 });
  expectTypeOf<Batch<typeof loader>>().toEqualTypeOf<NDArray<'int32'>>();
  const mixture = mix([
    { source: ['a'], weight: 1 },
    { source: ['b'], weight: 2 },
  ]);
  expectTypeOf(mixture.get(0)).toEqualTypeOf<string | Promise<string>>();
});

test('a Decoder of something else is refused', () => {
  // @ts-expect-error numbers are no bytes
  new DataLoader([1, 2], { decode: raw([1], 'uint8'), batchSize: 1 });
  // @ts-expect-error nor are they in an object
  new DataLoader([1, 2], { decode: { x: raw([1], 'uint8') }, batchSize: 1 });
});

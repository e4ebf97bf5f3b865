import type { NDArray } from '@dareblopy/core';
import { raw } from '@dareblopy/core';
import { expectTypeOf, test } from 'vitest';
import type { Ragged, Sparse } from '../src/index.ts';
import {
  exampleParser,
  fixedLen,
  key,
  padded,
  ragged,
  sequenceExampleParser,
  serializedTensor,
  sparse,
} from '../src/index.ts';

test('the type of a batch follows the features', async () => {
  const parser = exampleParser({
    data: fixedLen([3, 32, 32], 'uint8'),
    label: key('image/class/label', fixedLen([], 'int64', { default: -1n, as: 'int32' })),
    tags: ragged('string'),
    ids: padded('int64', { length: 10, value: 0n }),
    long: ragged('float32', { rowSplits: 'int64' }),
    words: sparse({ index: 'i', value: 'v', size: 1000, dtype: 'float32' }),
    depth: raw([4], 'uint16'),
    renamed: key('x', raw([4], 'float64')),
    tensor: serializedTensor([2, 3], 'bfloat16'),
    counts: serializedTensor([4], 'uint64', { as: 'float64' }),
    boxes: serializedTensor([-1, 4], 'float32', { rowSplits: 'int64' }),
  });
  const batch = await parser.decode([]);
  expectTypeOf(batch.data).toEqualTypeOf<NDArray<'uint8'>>();
  expectTypeOf(batch.label).toEqualTypeOf<NDArray<'int32'>>();
  expectTypeOf(batch.label.data).toEqualTypeOf<Int32Array>();
  expectTypeOf(batch.tags).toEqualTypeOf<Ragged<'string', 'int32'>>();
  expectTypeOf(batch.tags.values.data).toEqualTypeOf<string[]>();
  expectTypeOf(batch.ids).toEqualTypeOf<NDArray<'int64'>>();
  expectTypeOf(batch.long.rowSplits.data).toEqualTypeOf<BigInt64Array>();
  expectTypeOf(batch.words).toEqualTypeOf<Sparse<'float32'>>();
  expectTypeOf(batch.depth).toEqualTypeOf<NDArray<'uint16'>>();
  expectTypeOf(batch.renamed).toEqualTypeOf<NDArray<'float64'>>();
  expectTypeOf(batch.tensor).toEqualTypeOf<NDArray<'float32'>>();
  expectTypeOf(batch.counts).toEqualTypeOf<NDArray<'float64'>>();
  expectTypeOf(batch.boxes).toEqualTypeOf<Ragged<'float32', 'int64'>>();
  // @ts-expect-error: not asked for
  void batch.other;
  const one = parser.parse(new Uint8Array());
  expectTypeOf(one.label.data).toEqualTypeOf<Int32Array>();
  expectTypeOf(one.words.denseShape).toEqualTypeOf<readonly number[]>();
});

test('what cannot be is refused by the types', () => {
  // @ts-expect-error: no such dtype
  fixedLen([], 'int128');
  // @ts-expect-error: ragged values are of the three lists
  ragged('uint16');
  // @ts-expect-error: not a feature
  exampleParser({ x: 3 });
});

test('sequences', async () => {
  const parser = sequenceExampleParser({
    context: { id: fixedLen([], 'int64') },
    sequence: { frames: padded('float32', { shape: [2] }) },
  });
  const batch = await parser.decode([]);
  expectTypeOf(batch.context.id).toEqualTypeOf<NDArray<'int64'>>();
  expectTypeOf(batch.sequence.frames).toEqualTypeOf<NDArray<'float32'>>();
});

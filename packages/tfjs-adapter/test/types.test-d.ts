import type { NDArray } from '@dareblopy/core';
import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { expectTypeOf, it } from 'vitest';
import { toDataset, toTensor, toTensors } from '../src/index.ts';

const loader = new DataLoader([new Uint8Array(3)], {
  decode: { image: raw([3], 'uint8'), label: () => 1, name: () => 'a' },
  batchSize: 1,
});

it('arrays become tensors, the rest stays', () => {
  const tensors = toTensors({
    image: {} as NDArray<'uint8'>,
    tags: { values: {} as NDArray<'string'>, rowSplits: {} as NDArray<'int64'> },
    names: ['a'],
  });
  expectTypeOf(tensors).toEqualTypeOf<{
    image: Tensor;
    tags: { values: Tensor; rowSplits: Tensor };
    names: string[];
  }>();
});

it('a dataset is what fitDataset takes, and knows its batches', () => {
  const dataset = toDataset(loader, (batch) => {
    expectTypeOf(batch.image).toEqualTypeOf<NDArray<'uint8'>>();
    expectTypeOf(batch.name).toEqualTypeOf<string[]>();
    return { xs: toTensor(batch.image), ys: batch.label };
  });
  expectTypeOf<LayersModel['fitDataset']>().toBeCallableWith(dataset, { epochs: 1 });
  const whole = toDataset(loader).iterator();
  expectTypeOf(whole).resolves.toHaveProperty('next');
  type Value = NonNullable<Awaited<ReturnType<Awaited<typeof whole>['next']>>['value']>;
  expectTypeOf<Value>().toEqualTypeOf<{ image: Tensor; label: Tensor; name: string[] }>();
});

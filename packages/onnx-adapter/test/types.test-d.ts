import type { ByteInput, NDArray } from '@dareblopy/core';
import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import type { InferenceSession } from 'onnxruntime-common';
import { expectTypeOf, it } from 'vitest';
import type { OutputRow } from '../src/index.ts';
import { createBatcher, runBatches } from '../src/index.ts';

const loader = new DataLoader([new Uint8Array(3)], {
  decode: { image: raw([3], 'uint8'), label: () => 1 },
  batchSize: 1,
});
declare const session: InferenceSession;

it('batches keep their type, and feeds are their columns', async () => {
  for await (const { batch, outputs } of runBatches(session, loader, {
    feeds: { input: 'image', other: ({ label }) => label },
  })) {
    expectTypeOf(batch.image).toEqualTypeOf<NDArray<'uint8'>>();
    expectTypeOf(outputs).toEqualTypeOf<InferenceSession.ReturnType>();
  }
  // @ts-expect-error there is no such column
  runBatches(session, loader, { feeds: { input: 'picture' } });
});

it('a batcher takes what its Decoder takes, and answers rows', async () => {
  const batcher = createBatcher(session, { decode: raw([3], 'uint8') });
  expectTypeOf(batcher.run).parameter(0).toEqualTypeOf<ByteInput>();
  expectTypeOf(await batcher.run(new Uint8Array(3))).toEqualTypeOf<OutputRow>();
  const own = createBatcher(
    ({ image }) => {
      expectTypeOf(image).toEqualTypeOf<NDArray<'uint8'>>();
      return [image.shape.length];
    },
    { decode: { image: raw([3], 'uint8') } },
  );
  expectTypeOf(await own.run(new Uint8Array(3))).toEqualTypeOf<number>();
});

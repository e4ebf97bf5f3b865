import type { NDArray } from '@dareblopy/core';
import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import type { InferenceSession } from 'onnxruntime-common';
import { expectTypeOf, it } from 'vitest';
import { runBatches } from '../src/index.ts';

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

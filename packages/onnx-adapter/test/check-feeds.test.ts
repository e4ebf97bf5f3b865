import type { NDArray } from '@dareblopy/core';
import { zeros } from '@dareblopy/core/extend';
import { expect, it } from 'vitest';
import { RunError, runBatches } from '../src/index.ts';
import { openSession } from './session.ts';

async function* once<B>(batch: B) {
  yield batch;
}

/** What running a batch of that array through a model rejects with. */
async function refusal(model: 'fixed' | 'half', image: NDArray): Promise<string> {
  const session = await openSession(model);
  const batch = { image, id: zeros('int64', [image.shape[0]!]) };
  const feeds = { image: 'image', ...(model === 'fixed' && { id: 'id' }) } as { image: 'image' };
  const error = await runBatches(session, once(batch), { feeds })
    .next()
    .catch((reason) => reason);
  expect(error).toBeInstanceOf(TypeError);
  return error.message;
}

it('names input, column, both sides and the mend', async () => {
  expect(await refusal('half', zeros('float32', [2, 3, 8, 8]))).toBe(
    "Expected float16 [N, 3, 8, 8] for input 'image' but column 'image' is float32 [2, 3, 8, 8]: " +
      "give its decoder dtype: 'float16'",
  );
  expect(await refusal('fixed', zeros('uint8', [2, 3, 2, 2]))).toMatch(
    /but column 'image' is uint8 \[2, 3, 2, 2\]: give its decoder dtype: 'float32'$/,
  );
  expect(await refusal('half', zeros('float16', [2, 8, 8, 3]))).toMatch(
    /: give its decoder layout: 'CHW'$/,
  );
  expect(await refusal('half', zeros('float16', [2, 3, 9, 8]))).toMatch(
    /: give its decoder size: \[8, 8\]$/,
  );
  expect(await refusal('half', zeros('float16', [2, 192]))).toMatch(/is float16 \[2, 192\]$/);
});

it('tells of integers of another width', async () => {
  const session = await openSession('echo');
  const dtypes = session.inputNames as NDArray['dtype'][];
  const columns = Object.fromEntries(
    dtypes.map((dtype) => [dtype, dtype === 'string' ? text : zeros(dtype as 'int8', [1])]),
  );
  const feeds = Object.fromEntries(dtypes.map((dtype) => [dtype, dtype]));
  const refused = (changed: object) =>
    runBatches(session, once({ ...columns, ...changed }), { feeds }).next();
  await expect(refused({ int32: zeros('int64', [1]) })).rejects.toThrow(
    "narrow it where it is parsed: fixedLen([], 'int64', { as: 'int32' })",
  );
  await expect(refused({ int64: zeros('int32', [1]) })).rejects.toThrow('answer bigints');
  await expect(refused({ bool: zeros('float32', [1]) })).rejects.toThrow("scalar('bool', ...)");
  await expect(refused({})).resolves.toMatchObject({ done: false });
});
const text: NDArray = { dtype: 'string', shape: [1], data: ['x'] };

it("a session's own error carries the batch and its samples", async () => {
  const broken = { inputNames: ['image'], run: () => Promise.reject(new Error('out of luck')) };
  const names = Array.from({ length: 10 }, (_, i) => `${i}.jpg`);
  async function* batches() {
    yield { image: zeros('float32', [10, 1]), name: names };
  }
  const error = await runBatches(broken, batches(), { feeds: { image: 'image' } })
    .next()
    .catch((reason) => reason);
  expect(error).toBeInstanceOf(RunError);
  expect(error).toMatchObject({ batch: 0, samples: names, cause: { message: 'out of luck' } });
  expect(error.message).toBe(
    'ONNX Runtime failed on batch 0 (0.jpg, 1.jpg, 2.jpg, 3.jpg, 4.jpg, 5.jpg, 6.jpg, 7.jpg and 2 more): out of luck',
  );
});

it('a released session is such an error', async () => {
  const session = await openSession('half');
  await session.release();
  const feeds = { image: 'image' } as const;
  const step = runBatches(session, once({ image: zeros('float16', [1, 3, 8, 8]) }), { feeds });
  await expect(step.next()).rejects.toThrow(RunError);
});

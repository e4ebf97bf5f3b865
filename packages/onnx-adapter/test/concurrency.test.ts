import { setTimeout as sleep } from 'node:timers/promises';
import type { NDArray } from '@dareblopy/core';
import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import { Tensor } from 'onnxruntime-common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runBatches } from '../src/index.ts';

beforeAll(() => {
  vi.stubEnv('DAREBLOPY_POISON', '1');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const samples = Array.from({ length: 40 }, (_, i) => Int32Array.of(i));
const open = (signal?: AbortSignal) =>
  new DataLoader(samples, {
    decode: { id: raw([], 'int32') },
    batchSize: 2,
    ...(signal && { signal }),
  });

/** A session that takes its time, the first run the longest, and looks at its feeds only when it ends. */
class Slow {
  readonly inputNames = ['id'];
  under = 0;
  most = 0;
  runs = 0;
  readonly run = (async (feeds: { id: Tensor }) => {
    this.most = Math.max(this.most, ++this.under);
    await sleep(this.runs++ % 3 === 0 ? 8 : 2);
    this.under -= 1;
    return { id: new Tensor('int32', (feeds.id.data as Int32Array).slice(), feeds.id.dims) };
  }) as never;
}
const feeds = { id: 'id' } as const;

describe('several runs at once', () => {
  it('answer in order, and no more batches are on loan', async () => {
    const session = new Slow();
    const seen: number[] = [];
    const batches: { readonly id: NDArray<'int32'> }[] = [];
    const options = { feeds, concurrency: 3 };
    for await (const { outputs, batch } of runBatches(session, open(), options)) {
      expect(batch.id.data).toEqual(outputs.id!.data);
      expect(batches.every(({ id }) => id.data.length === 0)).toBe(true);
      batches.push(batch);
      seen.push(...(outputs.id!.data as Int32Array));
    }
    expect(seen).toEqual(samples.map((_, i) => i));
    expect(session.most).toBe(3);
    expect(batches.at(-1)!.id.data.length).toBe(0);
  });

  it('have ended when the loop is left, and the loader goes on with the next epoch', async () => {
    const session = new Slow();
    const loader = open();
    for await (const _ of runBatches(session, loader, { feeds, concurrency: 3 })) break;
    expect(session.under).toBe(0);
    expect(session.runs).toBeGreaterThan(1);
    for await (const { id } of loader) expect(id.data.length).toBe(2);
    await loader.close();
  });

  it('still read their own batch when the loader is aborted', async () => {
    const controller = new AbortController();
    const read: number[] = [];
    const session = new Slow();
    const slow = session.run as (feeds: { id: Tensor }) => Promise<{ id: Tensor }>;
    const watching = {
      inputNames: ['id'],
      run: (async (inputs: { id: Tensor }) => {
        const outputs = await slow(inputs);
        read.push(...(outputs.id.data as Int32Array));
        return outputs;
      }) as never,
    };
    const steps = runBatches(watching, open(controller.signal), { feeds, concurrency: 3 });
    await steps.next();
    const step = steps.next();
    controller.abort(new Error('enough'));
    await expect(step).rejects.toThrow('enough');
    expect(session.under).toBe(0);
    read.sort((a, b) => a - b);
    expect(read).toEqual(samples.slice(0, read.length).map((_, i) => i));
  });

  it('are refused where batches cannot be held, or outputs have one place', async () => {
    async function* plain() {
      yield { id: { dtype: 'int32', shape: [1], data: Int32Array.of(1) } as const };
    }
    const session = new Slow();
    await expect(runBatches(session, plain(), { feeds, concurrency: 2 }).next()).rejects.toThrow(
      'no hold() and release()',
    );
    const fetches = { id: new Tensor('int32', new Int32Array(2), [2]) };
    await expect(
      runBatches(session, open(), { feeds, concurrency: 2, fetches }).next(),
    ).rejects.toThrow('write into the same memory');
    await expect(runBatches(session, open(), { feeds, concurrency: 0 }).next()).rejects.toThrow(
      RangeError,
    );
  });
});

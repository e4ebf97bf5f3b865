import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import type { InferenceSession } from 'onnxruntime-node';
import { Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { runBatches } from '../src/index.ts';
import { openSession } from './session.ts';

const PIXELS = 12;
const samples = Array.from({ length: 10 }, (_, i) => new Float32Array(PIXELS).fill(i - 20));

/** Sample i is all i - 20, so that a row of zeros would be the greatest. */
function open(batchSize: number, last = 10) {
  return new DataLoader(samples.slice(0, last), {
    decode: { image: raw([3, 2, 2], 'float32'), id: (_sample, { index }) => BigInt(index) },
    batchSize,
  });
}
const feeds = { image: 'image', id: 'id' } as const;

let session: InferenceSession;
beforeAll(async () => {
  session = await openSession('fixed');
});

describe('a model of a fixed batch size', () => {
  it('takes a short last batch, padded, and answers its rows alone', async () => {
    const seen: bigint[] = [];
    for await (const { outputs, batch } of runBatches(session, open(4), { feeds })) {
      const { pixels, id_out: id, most } = outputs;
      const rows = batch.id.data.length;
      expect(pixels!.dims).toEqual([rows, PIXELS]);
      expect(pixels!.data).toEqual(batch.image.data);
      expect(id!.dims).toEqual([rows]);
      expect(most!.dims).toEqual([]);
      seen.push(...(id!.data as BigInt64Array));
    }
    expect(seen).toEqual(samples.map((_, i) => BigInt(i)));
  });

  it('refuses short batches where it is told to, and names the ways out', async () => {
    const batches = runBatches(session, open(4, 6), { feeds, shortBatch: 'error' });
    await batches.next();
    await expect(batches.next()).rejects.toThrow(
      'Expected batches of 4, which the model fixes, but received one of 2: give the loader dropLast: true',
    );
  });

  it('says before the first run that a batch is too large', async () => {
    let runs = 0;
    const counting = {
      inputNames: session.inputNames,
      inputMetadata: session.inputMetadata,
      run: () => Promise.reject(new Error(`run ${++runs}`)),
    };
    await expect(runBatches(counting, open(5), { feeds }).next()).rejects.toThrow(
      "Expected at most 4 rows for input 'image', which the model fixes, but received 5 from column 'image': " +
        'give the loader batchSize: 4',
    );
    expect(runs).toBe(0);
  });

  it('writes into outputs that are given, the padded batch too', async () => {
    const pixels = new Tensor('float32', new Float32Array(4 * PIXELS), [4, PIXELS]);
    const id = new Tensor('int64', new BigInt64Array(4), [4]);
    const fetches = { pixels, id_out: id };
    const rows: number[] = [];
    for await (const { outputs, batch } of runBatches(session, open(4), { feeds, fetches })) {
      expect((outputs.pixels!.data as Float32Array).buffer).toBe(
        (pixels.data as Float32Array).buffer,
      );
      expect(outputs.pixels!.data).toEqual(batch.image.data);
      rows.push(outputs.id_out!.dims[0]!);
    }
    expect(rows).toEqual([4, 4, 2]);
  });
});

describe('a model that leaves the batch open', () => {
  it('runs short batches as they are, or padded to the first one', async () => {
    const classifier = await openSession('classifier');
    const images = Array.from({ length: 3 }, (_, i) => new Float32Array(3 * 224 * 224).fill(i));
    for (const shortBatch of [undefined, 'pad'] as const) {
      const loader = new DataLoader(images, {
        decode: { image: raw([3, 224, 224], 'float32') },
        batchSize: 2,
      });
      const fed: number[] = [];
      const spy = {
        inputNames: ['image'],
        run: ((inputs: { image: Tensor }, options: object) => {
          fed.push(inputs.image.dims[0]!);
          return classifier.run(inputs, options);
        }) as never,
      };
      const got: number[] = [];
      const options = { feeds: { image: 'image' }, ...(shortBatch && { shortBatch }) } as const;
      for await (const { outputs } of runBatches(spy, loader, options)) {
        got.push(outputs.probabilities!.dims[0]!);
      }
      expect(got).toEqual([2, 1]);
      expect(fed).toEqual(shortBatch ? [2, 2] : [2, 1]);
    }
  });
});

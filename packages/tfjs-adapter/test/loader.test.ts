import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toDataset, toTensors } from '../src/index.ts';
import { useBackend } from './backend.ts';

// The loader writes a pattern over memory that it takes back: whoever still looked there would learn it.
vi.stubEnv('DAREBLOPY_POISON', '1');
afterAll(() => vi.unstubAllEnvs());
beforeAll(useBackend);

const SAMPLES = 64;
const PIXELS = 16;

/** Sample i is [i, i + 1, ...] as float32, its label the mean of that over 10. */
const samples = Array.from({ length: SAMPLES }, (_, i) =>
  Float32Array.from({ length: PIXELS }, (_, pixel) => (i + pixel) / 10),
);

function open() {
  return new DataLoader(samples, {
    decode: { image: raw([PIXELS], 'float32'), label: (_sample, { index }) => index },
    batchSize: 8,
    shuffle: { seed: 7 },
    prefetchBatches: 2,
  });
}

describe('with a DataLoader', () => {
  it.each([false, true])('fitDataset learns from it (borrow: %s)', async (borrow) => {
    await using loader = open();
    const model = layers.sequential({
      layers: [layers.layers.dense({ units: 1, inputShape: [PIXELS], kernelInitializer: 'zeros' })],
    });
    model.compile({ optimizer: tf.train.sgd(0.001), loss: 'meanSquaredError' });
    const dataset = toDataset(
      loader,
      ({ image, label }) => ({ xs: image, ys: tf.reshape(tf.div(toTensors(label), 10), [-1, 1]) }),
      { borrow },
    );
    expect(dataset.size).toBe(8);
    const { history } = await model.fitDataset(dataset, { epochs: 3, verbose: 0 });
    expect(loader.epoch).toBe(2);
    expect(history.loss).toHaveLength(3);
    expect(history.loss![2]).toBeLessThan(0.2 * Number(history.loss![0]));
  });

  it.each([false, true])('tensors keep their values (borrow: %s)', async (borrow) => {
    await using loader = open();
    const kept: { image: tf.Tensor; label: tf.Tensor }[] = [];
    for await (const tensors of toDataset(loader, undefined, { borrow })) kept.push(tensors);
    const seen: number[] = [];
    for (const { image, label } of kept) {
      const pixels = await image.data();
      for (const [row, index] of (await label.data()).entries()) {
        expect([...pixels.slice(row * PIXELS, (row + 1) * PIXELS)]).toEqual([...samples[index]!]);
        seen.push(index);
      }
    }
    expect(seen.sort((a, b) => a - b)).toEqual(samples.map((_, i) => i));
    tf.dispose(kept);
  });

  it('a pass that training left does not stand in the way of the next', async () => {
    await using loader = open();
    const dataset = toDataset(loader);
    for (let pass = 0; pass < 3; pass++) {
      const { value } = await (await dataset.iterator()).next();
      expect(value?.image.shape).toEqual([8, PIXELS]);
      expect(loader.epoch).toBe(pass);
      tf.dispose(value!);
    }
    await dataset.close();
    for await (const { image } of loader) expect(image.shape).toEqual([8, PIXELS]);
  });

  it('goes through map, whose batches are lent as well', async () => {
    await using loader = open();
    const doubled = loader.map(({ image }) => {
      for (const [i, value] of image.data.entries()) image.data[i] = 2 * value;
      return { twice: image };
    });
    const kept: tf.Tensor[] = [];
    for await (const { twice } of toDataset(doubled)) kept.push(twice);
    const firsts = await Promise.all(kept.map(async (tensor) => (await tensor.data())[0]!));
    expect(firsts).toHaveLength(8);
    const possible = samples.map((sample) => 2 * sample[0]!);
    for (const first of firsts) expect(possible).toContain(first);
  });
});

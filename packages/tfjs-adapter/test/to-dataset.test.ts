import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { toDataset, toTensor } from '../src/index.ts';
import { useBackend } from './backend.ts';
import type { TestBatch } from './lending-source.ts';
import { LendingSource } from './lending-source.ts';

beforeAll(useBackend);

let source: LendingSource;
let tensorsBefore: number;
beforeEach(() => {
  source = new LendingSource();
  tensorsBefore = tf.memory().numTensors;
});

const xsys = (batch: TestBatch) => ({ xs: batch.image, ys: batch.label });

function model() {
  const made = layers.sequential({
    layers: [layers.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'zeros' })],
  });
  made.compile({ optimizer: tf.train.sgd(0.001), loss: 'meanSquaredError' });
  return made;
}

describe('fitDataset', () => {
  it('trains an epoch of the loader an epoch, on the right numbers', async () => {
    const trained = model();
    const history = await trained.fitDataset(toDataset(source, xsys), { epochs: 3, verbose: 0 });
    expect(history.history.loss).toHaveLength(3);
    expect(source).toMatchObject({ epoch: 3, delivered: 9, open: 0 });

    const again = model();
    for (let epoch = 0; epoch < 3; epoch++) {
      for (let index = 0; index < 3; index++) {
        const xs = tf.fill([4, 2], 10 * epoch + index);
        await again.trainOnBatch(xs, tf.fill([4], index, 'int32'));
      }
    }
    const weights = (m: layers.LayersModel) => m.getWeights().map((w) => [...w.dataSync()]);
    expect(weights(trained)).toEqual(weights(again));
    expect(weights(trained)[0]![0]).not.toBe(0);
  });

  it.each([false, true])('leaves no tensor behind (borrow: %s)', async (borrow) => {
    const trained = model();
    // The optimizer makes its own on the first step.
    await trained.fitDataset(toDataset(source, xsys, { borrow }), { epochs: 1, verbose: 0 });
    const before = tf.memory().numTensors;
    await trained.fitDataset(toDataset(source, xsys, { borrow }), { epochs: 2, verbose: 0 });
    expect(tf.memory().numTensors).toBe(before);
    expect(source.keptCount).toBe(borrow ? 0 : 9);
  });

  it('goes on over epochs of the loader with batchesPerEpoch and repeat', async () => {
    const dataset = toDataset(source, xsys, { repeat: Infinity });
    await model().fitDataset(dataset, { epochs: 5, batchesPerEpoch: 2, verbose: 0 });
    expect(source.delivered).toBe(10);
    expect(source.open).toBe(1);
    await dataset.close();
    expect(source.open).toBe(0);
  });

  it('is closed when training stops early, or by the next training', async () => {
    const dataset = toDataset(source, xsys);
    const trained = model();
    const onBatchEnd = () => {
      trained.stopTraining = true;
    };
    await trained.fitDataset(dataset, { epochs: 3, verbose: 0, callbacks: { onBatchEnd } });
    expect(source).toMatchObject({ delivered: 1, open: 1 });
    await dataset.close();
    expect(source.open).toBe(0);
    await trained.fitDataset(dataset, { epochs: 3, verbose: 0, callbacks: { onBatchEnd } });
    expect(source.open).toBe(1);
    await trained.fitDataset(dataset, { epochs: 1, verbose: 0 });
    expect(source).toMatchObject({ delivered: 5, open: 0 });
  });

  it('stops the loader once an abandoned pass is collected', async () => {
    const dataset = toDataset(source, xsys);
    const abandon = async () => tf.dispose((await (await dataset.iterator()).next()).value!);
    await abandon();
    expect(source.open).toBe(1);
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    for (let i = 0; i < 50 && source.open > 0; i++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(source.open).toBe(0);
  });

  it('evaluates, and infers types', async () => {
    const dataset = toDataset(source, xsys);
    expect(dataset.size).toBe(3);
    expectTypeOf(dataset.iterator).returns.resolves.toHaveProperty('next');
    const loss = (await model().evaluateDataset(dataset, {})) as tf.Scalar;
    // The weights are zeros, so the loss is the mean of the squared labels.
    expect((await loss.data())[0]).toBeCloseTo((0 + 1 + 4) / 3);
  });
});

describe('memory', () => {
  it.each([false, true])('tensors outlive the loan (borrow: %s)', async (borrow) => {
    const kept: { xs: tf.Tensor; ys: tf.Tensor }[] = [];
    for await (const tensors of toDataset(source, xsys, { borrow })) kept.push(tensors);
    for (const [index, { xs, ys }] of kept.entries()) {
      expect([...(await xs.data())]).toEqual(Array(8).fill(index));
      expect([...(await ys.data())]).toEqual(Array(4).fill(index));
    }
    expect(source.keptCount).toBe(3);
    tf.dispose(kept);
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  it('what was made of a tensor outlives the loan, too', async () => {
    const slices: tf.Tensor[] = [];
    for await (const { xs } of toDataset(source, xsys)) {
      slices.push(tf.slice(xs, [1], [1]), tf.reshape(xs, [2, 4]), tf.add(xs, 1));
      xs.dispose();
    }
    const values = await Promise.all(slices.map(async (slice) => (await slice.data())[0]));
    expect(values).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 3]);
  });

  it('a tensor cloned from a borrowed one keeps the batch', async () => {
    const clones: tf.Tensor[] = [];
    for await (const { xs, ys } of toDataset(source, xsys, { borrow: true })) {
      clones.push(xs.clone());
      tf.dispose([xs, ys]);
    }
    const values = await Promise.all(clones.map(async (clone) => (await clone.data())[0]));
    expect(values).toEqual([0, 1, 2]);
  });

  it('copies from a source that cannot keep', async () => {
    const lending = { [Symbol.asyncIterator]: () => source[Symbol.asyncIterator]() };
    const values: number[] = [];
    const kept: tf.Tensor[] = [];
    const dataset = toDataset(lending, xsys);
    expect(dataset.size).toBeNaN();
    for await (const { xs } of dataset) kept.push(xs);
    for (const xs of kept) values.push((await xs.data())[7]!);
    expect(values).toEqual([0, 1, 2]);
  });

  it('disposes what the map makes on the way, and all of it when it throws', async () => {
    const scaled = toDataset(source, ({ image, label }) => {
      const pixels = toTensor(image, { copy: false });
      return { xs: tf.add(tf.mul(pixels, 2), 1), ys: label };
    });
    const iterator = await scaled.iterator();
    const first = await iterator.next();
    expect(tf.memory().numTensors).toBe(tensorsBefore + 2);
    expect([...first.value!.xs.dataSync()]).toEqual(Array(8).fill(1));
    tf.dispose(first.value!);
    await iterator.return();

    const broken = toDataset(source, ({ image }) => {
      toTensor(image);
      throw new Error('in the map');
    });
    await expect((await broken.iterator()).next()).rejects.toThrow('in the map');
    expect(source.open).toBe(0);
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });
});

it('needs no map, ends after the epoch, and ends for good', async () => {
  const iterator = await toDataset(source).iterator();
  for (let index = 0; index < 3; index++) {
    const { image, label } = (await iterator.next()).value!;
    expect([image.shape, label.shape]).toEqual([[4, 2], [4]]);
  }
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  expect(source.epoch).toBe(1);
  expect(() => toDataset(source, undefined, { repeat: 0 })).toThrow(RangeError);
  const empty = toDataset(new LendingSource({ batches: 0 }), xsys, { repeat: Infinity });
  expect(await (await empty.iterator()).next()).toMatchObject({ done: true });
});

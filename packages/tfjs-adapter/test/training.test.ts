import type { NDArray } from '@dareblopy/core';
import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it, vi } from 'vitest';
import { toDataset, toTensor } from '../src/index.ts';
import { useBackend } from './backend.ts';

// Memory that the loader takes back is overwritten at once.
vi.stubEnv('DAREBLOPY_POISON', '1');
beforeAll(useBackend);

const PIXELS = 8;
/** Sample i is bright where i is odd, as its label says. */
const samples = Array.from({ length: 48 }, (_, i) =>
  Float32Array.from({ length: PIXELS }, (_, p) => (i % 2) + ((i * 7 + p * 3) % 11) / 22),
);

interface Batch {
  readonly image: NDArray<'float32'>;
  readonly label: NDArray<'int32'>;
}
interface Options {
  readonly batchSize?: number;
  readonly shuffle?: { readonly seed: number } | undefined;
  readonly resumeFrom?: unknown;
}
function open(options: Options = {}) {
  return new DataLoader(samples, {
    decode: { image: raw([PIXELS], 'float32'), label: (_sample, { index }) => index % 2 },
    batchSize: 8,
    shuffle: { seed: 5 },
    ...(options as object),
  });
}

const asColumn = (label: NDArray<'int32'>) =>
  tf.reshape(toTensor(label, { dtype: 'float32' }), [-1, 1]);
const xsys = ({ image, label }: Batch) => ({ xs: image, ys: asColumn(label) });
const asClasses = ({ image, label }: Batch) => ({
  xs: image,
  ys: toTensor(label, { dtype: 'float32' }),
});

const kernelInitializer = 'zeros' as const;
function model() {
  const made = tfl.sequential({
    layers: [
      tfl.layers.dense({
        ...{ units: 1, activation: 'sigmoid', inputShape: [PIXELS], kernelInitializer },
      }),
    ],
  });
  made.compile({ optimizer: tf.train.sgd(0.5), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  return made;
}
const weights = (m: tfl.LayersModel) => m.getWeights().map((w) => [...w.dataSync()]);
const quiet = { verbose: 0 } as const;

it.each([false, true])('validates on another loader (borrow: %s)', async (borrow) => {
  await using loader = open();
  await using held = open({ shuffle: undefined, batchSize: 5 });
  const { history } = await model().fitDataset(toDataset(loader, xsys, { borrow }), {
    ...quiet,
    epochs: 3,
    validationData: toDataset(held, xsys, { borrow }) as never,
  });
  expect(history.val_loss).toHaveLength(3);
  expect(Number(history.val_loss![2])).toBeLessThan(Number(history.val_loss![0]));
  expect(history.val_acc![2]).toBe(1);
  expect(held.epoch).toBe(2);
});

it('weighs classes', async () => {
  const train = async (classWeight: Record<string, number>) => {
    await using loader = open({ shuffle: undefined, batchSize: samples.length });
    const made = tfl.sequential({
      layers: [
        tfl.layers.dense({
          ...{ units: 2, activation: 'softmax', inputShape: [PIXELS], kernelInitializer },
        }),
      ],
    });
    made.compile({ optimizer: tf.train.sgd(0.1), loss: 'sparseCategoricalCrossentropy' });
    await made.fitDataset(toDataset(loader, asClasses), { ...quiet, epochs: 1, classWeight });
    return weights(made)[1]!; // the biases
  };
  const even = await train({ 0: 1, 1: 1 });
  expect(even[0]).toBeCloseTo(0, 6); // as many samples of each class pull either way
  const uneven = await train({ 0: 0, 1: 1 });
  expect(uneven[1]).toBeGreaterThan(0.01);
  expect(uneven[0]).toBeCloseTo(-uneven[1]!, 6);
});

it('feeds models of several inputs and outputs', async () => {
  await using loader = open();
  const a = tfl.input({ shape: [PIXELS], name: 'a' });
  const b = tfl.input({ shape: [PIXELS], name: 'b' });
  const joined = tfl.layers.concatenate().apply([a, b]) as tfl.SymbolicTensor;
  const outputs = ['first', 'second'].map(
    (name) =>
      tfl.layers.dense({ units: 1, name, kernelInitializer }).apply(joined) as tfl.SymbolicTensor,
  );
  const both = tfl.model({ inputs: [a, b], outputs });
  both.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
  const dataset = toDataset(loader, ({ image, label }) => {
    const column = asColumn(label);
    return {
      xs: { a: image, b: tf.neg(toTensor(image)) },
      ys: { first: column, second: tf.mul(column, 2) },
    };
  });
  const { history } = await both.fitDataset(dataset as never, { ...quiet, epochs: 4 });
  expect(Number(history.loss![3])).toBeLessThan(Number(history.loss![0]));
  const [first, second] = weights(both).filter((w) => w.length === 2 * PIXELS) as number[][];
  for (let p = 0; p < PIXELS; p++) {
    expect(first![p]).toBeGreaterThan(0);
    expect(first![PIXELS + p]).toBeCloseTo(-first![p]!, 5); // the second input is the first, negated
    expect(second![p]).toBeCloseTo(2 * first![p]!, 5);
  }
});

it('stops early, and leaves nothing running', async () => {
  await using loader = open();
  const before = tf.memory().numTensors;
  const made = model();
  const epochs: number[] = [];
  const dataset = toDataset(loader, xsys);
  const stopping = tfl.callbacks.earlyStopping({ monitor: 'loss', minDelta: 10, patience: 2 });
  await made.fitDataset(dataset, {
    ...quiet,
    epochs: 20,
    callbacks: [
      stopping,
      new tfl.CustomCallback({ onEpochEnd: async (epoch) => void epochs.push(epoch) }),
    ] as never,
  });
  expect(epochs).toEqual([0, 1, 2]);
  expect(loader.epoch).toBe(2);
  for await (const { image } of loader) expect(image.shape).toEqual([8, PIXELS]); // it is free again
  made.dispose();
  expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1); // the optimizer's learning rate
});

it('is saved in the middle of an epoch, and goes on to the very same weights', async () => {
  await using whole = open();
  const uninterrupted = model();
  await uninterrupted.fitDataset(toDataset(whole, xsys), { ...quiet, epochs: 3 });

  let artifacts: tf.io.ModelArtifacts | undefined;
  let state: unknown;
  {
    await using loader = open();
    const made = model();
    let batches = 0;
    const onBatchEnd = async () => {
      if (++batches !== 9) return; // the third batch of the second epoch
      state = JSON.parse(JSON.stringify(loader.state()));
      await made.save(
        tf.io.withSaveHandler(async (saved) => {
          artifacts = structuredClone(saved);
          return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
        }),
      );
      made.stopTraining = true;
    };
    await using dataset = toDataset(loader, xsys);
    await made.fitDataset(dataset, { ...quiet, epochs: 3, callbacks: { onBatchEnd } });
    expect(batches).toBe(9);
  }
  expect(state).toMatchObject({ epoch: 1, position: 24 });

  await using resumed = open({ resumeFrom: state });
  const restored = await tfl.loadLayersModel(tf.io.fromMemory(artifacts!));
  restored.compile({ optimizer: tf.train.sgd(0.5), loss: 'binaryCrossentropy' });
  await restored.fitDataset(toDataset(resumed, xsys), { ...quiet, epochs: 3, initialEpoch: 1 });
  expect(weights(restored)).toEqual(weights(uninterrupted));
});

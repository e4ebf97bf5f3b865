// Trains on the digits; killed and started again, it goes on where its last checkpoint was.
import { appendFileSync } from 'node:fs';
import { toDataset, toTensor } from '@dareblopy/tfjs-adapter';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.mjs';
import { openDigits } from './load.mjs';
import { createModel } from './model.mjs';

/**
 * { model, seconds }. With `checkpoint`, a path, the model and the loader's state are saved every
 * `every` batches, and found there again. `log` is a path to which the ids of each batch are written.
 */
export async function train(paths, from, options) {
  const { epochs, batchSize = 64, checkpoint, every = 20, log, progress = () => {} } = options;
  const saved = checkpoint && loadCheckpoint(checkpoint);
  const model = createModel();
  if (saved) await saved.restore(model);
  const { loader, close } = await openDigits(paths, from, 'train', {
    batchSize,
    shuffle: { seed: 7 },
    ...(saved && { resumeFrom: saved.state }),
  });
  const before = saved ? saved.state.epoch : 0;
  if (before >= epochs) {
    await close();
    return { model, seconds: 0 };
  }
  let batches = 0;
  const started = performance.now();
  const dataset = toDataset(
    loader,
    ({ image, label, id }) => {
      if (log)
        appendFileSync(log, `${JSON.stringify({ epoch: loader.epoch, ids: [...id.data] })}\n`);
      return { xs: image, ys: toTensor(label, { dtype: 'float32' }) };
    },
    { borrow: true },
  );
  await model.fitDataset(dataset, {
    epochs,
    initialEpoch: before,
    verbose: 0,
    callbacks: {
      onEpochBegin: (epoch) => {
        model.optimizer.learningRate = epoch < (2 / 3) * epochs ? 0.002 : 0.0005;
      },
      onBatchEnd: async (_batch, { loss, acc }) => {
        batches += 1;
        progress({ epoch: loader.epoch, epochs, batches, loss, accuracy: acc, loader });
        if (checkpoint && batches % every === 0) await saveCheckpoint(checkpoint, model, loader);
      },
    },
  });
  const seconds = (performance.now() - started) / 1000;
  await close();
  return { model, seconds };
}

// How well a model reads the digits that it has not seen.

import { toDataset } from '@dareblopy/tfjs-adapter';
import * as tf from '@tensorflow/tfjs-core';
import { openDigits } from './load.mjs';

/**
 * { accuracy, confusion, misread }: confusion[label][read] counts; misread are { id, label, read }.
 */
export async function evaluate(model, paths, from) {
  const { loader, close } = await openDigits(paths, from, 'test', { batchSize: 100 });
  const confusion = Array.from({ length: 10 }, () => new Array(10).fill(0));
  const misread = [];
  let right = 0;
  let all = 0;
  for await (const { image, label, id } of toDataset(loader)) {
    const answers = tf.tidy(() => tf.argMax(model.predict(image), 1));
    const [reads, labels, ids] = await Promise.all([answers.data(), label.data(), id.data()]);
    tf.dispose([answers, image, label, id]);
    for (const [row, read] of reads.entries()) {
      confusion[labels[row]][read] += 1;
      all += 1;
      if (read === labels[row]) right += 1;
      else misread.push({ id: ids[row], label: labels[row], read });
    }
  }
  await close();
  return { accuracy: right / all, confusion, misread };
}

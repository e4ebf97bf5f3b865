// Digits through the model in batches, and one at a time.
import { jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { runBatches, toFeeds } from '@dareblopy/onnx-adapter';

const image = jpeg({ size: [28, 28], channels: 1, dtype: 'float32', layout: 'CHW' });
const labelOf = ({ name }) => Number(/-(\d)\.jpg$/.exec(name)[1]);

/** { right, misread: [{ name, read }] } of the digits, a collection of JPEGs. */
export async function inBatches(session, digits, { batchSize }) {
  const loader = new DataLoader(digits, {
    decode: { image, label: labelOf, name: ({ name }) => name },
    batchSize,
  });
  let right = 0;
  const misread = [];
  for await (const { outputs, batch } of runBatches(session, loader, {
    feeds: { image: 'image' },
  })) {
    for (const [row, read] of mostLikely(outputs.probabilities).entries()) {
      if (read === batch.label.data[row]) right += 1;
      else misread.push({ name: batch.name[row], read });
    }
  }
  await loader.close();
  return { right, misread };
}

/** { right } of the same digits, each decoded and run by itself. */
export async function oneByOne(session, digits) {
  let right = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.get(i);
    const batch = { image: await image.decode([digit]) };
    const { probabilities } = await session.run(toFeeds(batch, { image: 'image' }));
    if (mostLikely(probabilities)[0] === labelOf(digit)) right += 1;
  }
  return { right };
}

/** For each row of [rows, classes] the class with the greatest number. */
export function mostLikely({ dims: [rows, classes], data }) {
  return Array.from({ length: rows }, (_, row) => {
    const numbers = data.subarray(row * classes, (row + 1) * classes);
    return numbers.indexOf(Math.max(...numbers));
  });
}

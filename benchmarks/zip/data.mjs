// The archives and files that the measurements read, made anew in a temporary folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createZip } from '@dareblopy/zip';
import { zipSync } from 'fflate';
import { makeTiles } from '../lib/jpeg-inputs.mjs';

/** 200 JPEG tiles of about 30 kB, loose and stored; as many texts that deflate as one would find; 100,000 small entries. */
export async function makeData() {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-bench-zip-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const data = {
    loose: join(folder, 'loose'),
    stored: join(folder, 'stored.zip'),
    deflated: join(folder, 'deflated.zip'),
    many: join(folder, 'many.zip'),
  };
  const tiles = await makeTiles();
  mkdirSync(data.loose);
  tiles.forEach((tile, i) => {
    writeFileSync(join(data.loose, `${i}.jpg`), tile);
  });
  await pack(data.stored, tiles, { method: 'store' });
  await pack(data.deflated, makeTexts(200, 30_000), { method: 'deflate' });
  const small = {};
  for (let i = 0; i < 100_000; i++) small[`train/${i % 100}/${i}.bin`] = Buffer.alloc(100, i);
  writeFileSync(data.many, zipSync(small, { level: 0 }));
  data.names = tiles.map((_, i) => `${i}.jpg`);
  data.paths = data.names.map((name) => join(data.loose, name));
  return data;
}

async function pack(path, contents, options) {
  const writer = await createZip(path);
  await Promise.all(contents.map((bytes, i) => writer.add(`${i}.jpg`, bytes, options)));
  await writer.close();
}

/** Records of numbers and words, each about a third of its size when deflated. */
function makeTexts(count, size) {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
  const words = Array.from({ length: 500 }, () => next().toString(36));
  return Array.from({ length: count }, () => {
    const lines = [];
    for (let length = 0; length < size; length += lines.at(-1).length) {
      lines.push(
        `${next() % 100_000},${words[next() % 500]},${words[next() % 500]},${next() % 1000}\n`,
      );
    }
    return Buffer.from(lines.join('').slice(0, size));
  });
}

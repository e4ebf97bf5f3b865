// The folders that are packed, made anew in a temporary one.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTiles } from '../lib/jpeg-inputs.mjs';

/** 20,000 files of 100 bytes, and 2,000 JPEGs of about 30 kB. */
export async function makePackingData() {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-bench-packing-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const data = { folder, tiny: join(folder, 'tiny'), photos: join(folder, 'photos') };
  mkdirSync(data.tiny);
  for (let i = 0; i < 20_000; i++)
    writeFileSync(join(data.tiny, `${String(i).padStart(5, '0')}.bin`), Buffer.alloc(100, i));
  mkdirSync(data.photos);
  const tiles = await makeTiles();
  for (let i = 0; i < 2000; i++)
    writeFileSync(join(data.photos, `${String(i).padStart(4, '0')}.jpg`), tiles[i % tiles.length]);
  return data;
}

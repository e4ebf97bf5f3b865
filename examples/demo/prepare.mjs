// The demo's data, made once: a stored ZIP of the tiles, and the same tiles as loose files.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createZip, openZip } from '@dareblopy/zip';
import { makeTiles, TILES } from './tiles.mjs';

// Other tiles, another folder.
const recipe = readFileSync(new URL('tiles.mjs', import.meta.url));
const version = createHash('sha256').update(recipe).digest('hex').slice(0, 8);
const folder = fileURLToPath(new URL(`.cache/tiles-${version}/`, import.meta.url));

/** { zip, files }: the archive's path, and those of the loose files, in the archive's order. */
export async function prepare() {
  const zip = join(folder, 'tiles.zip');
  if (!existsSync(zip)) await make();
  const archive = await openZip(zip);
  try {
    const names = [...archive.entries()].map(({ name }) => name);
    const bytes = [...archive.entries()].reduce((sum, { size }) => sum + size, 0);
    if (names.length !== TILES) throw new Error(`${zip} has ${names.length} entries: remove it`);
    console.log(`${names.length} tiles in ${zip}, ${kilobytes(bytes / names.length)} each`);
    return { zip, files: names.map((name) => join(folder, 'loose', basename(name))) };
  } finally {
    await archive.close();
  }
}

async function make() {
  console.log('cutting 200 tiles of 256x256 from nine photographs, once');
  const { tiles, quality } = await makeTiles();
  const partial = `${folder.slice(0, -1)}.${process.pid}`;
  mkdirSync(join(partial, 'loose'), { recursive: true });
  const writer = await createZip(join(partial, 'tiles.zip'));
  for (const { name, bytes } of tiles) {
    await writer.add(name, bytes, { method: 'store' });
    writeFileSync(join(partial, 'loose', basename(name)), bytes);
  }
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  console.log(`encoded at quality ${quality}`);
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

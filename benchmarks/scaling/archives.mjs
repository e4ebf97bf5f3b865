// Archives of many small entries, kept in the system's temporary folder, and who opens them.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createZip, openZip } from '@dareblopy/zip';
import { openOnly } from '../zip/peers.mjs';

const folder = join(tmpdir(), 'dareblopy-bench-entries-1');

/** Path of a stored archive of `count` entries of 16 bytes. */
export async function archiveOf(count) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${count}.zip`);
  if (existsSync(path)) return path;
  const writer = await createZip(`${path}.part`);
  const bytes = new Uint8Array(16);
  for (let i = 0; i < count; i += 1000) {
    const names = Array.from({ length: 1000 }, (_, k) => `train/${i / 1000}/${i + k}.bin`);
    await Promise.all(names.map((name) => writer.add(name, bytes, { method: 'store' })));
  }
  await writer.close();
  renameSync(`${path}.part`, path);
  return path;
}

/** `most`: of more entries it takes longer than a benchmark should. */
export const openers = {
  ours: { open: async (path) => (await openZip(path)).close() },
  'yarn libzip': { open: (path) => openOnly['yarn libzip'](path).discardAndClose() },
  'adm-zip': { open: (path) => openOnly['adm-zip'](path), most: 100_000 },
  yauzl: { open: async (path) => (await openOnly.yauzl(path)).zip.close(), most: 100_000 },
};

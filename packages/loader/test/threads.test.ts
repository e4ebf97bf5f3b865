import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { zeros } from '@dareblopy/core/extend';
import { encodeJpeg } from '@dareblopy/jpeg';
import { createZip } from '@dareblopy/zip';
import { expect, it } from 'vitest';
import { range } from './helpers.ts';

const program = fileURLToPath(new URL('./threads/load.mjs', import.meta.url));

it('gives the same bytes at any number of threads and any prefetch depth', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-threads-'));
  try {
    const path = join(folder, 'images.zip');
    const writer = await createZip(path);
    for (const i of range(40)) {
      const image = zeros('uint8', [40 + i, 64, 3]);
      image.data.forEach((_, at) => {
        image.data[at] = (at * (i + 3)) & 255;
      });
      await writer.add(`${i}.jpg`, await encodeJpeg(image));
    }
    await writer.close();
    const hashes = new Set<string>();
    for (const [threads, prefetch] of [
      [1, 1],
      [2, 3],
      [7, 2],
      [3, 12],
    ]) {
      const run = promisify(execFile)(process.execPath, [
        program,
        path,
        `${threads}`,
        `${prefetch}`,
      ]);
      hashes.add((await run).stdout);
    }
    expect(hashes.size).toBe(1);
    expect([...hashes][0]).toMatch(/^[0-9a-f]{64}\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

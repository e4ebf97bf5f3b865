import { mkdtempSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openFolder, raw } from '@dareblopy/core';
import { zeros } from '@dareblopy/core/extend';
import { encodeJpeg, jpeg } from '@dareblopy/jpeg';
import { createZip, openZip } from '@dareblopy/zip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataLoader } from '../src/index.ts';
import { number, numbered, range } from './helpers.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const folder = mkdtempSync(join(tmpdir(), 'dareblopy-hostile-'));
const file = (i: number): string => join(folder, `${String(i).padStart(3, '0')}.raw`);

beforeAll(() => {
  for (const i of range(100)) writeFileSync(file(i), new Uint8Array(Uint32Array.of(i).buffer));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('hostile conditions', () => {
  it('files that disappear or shrink while loading are bad samples', async () => {
    const files = await openFolder(folder, { glob: '*.raw' });
    const loader = new DataLoader(files, {
      decode: number as never,
      batchSize: 10,
      prefetchBatches: 1,
      onBadSample: { action: 'skip' },
    });
    const seen: number[] = [];
    for await (const batch of loader as AsyncIterable<{ data: Uint32Array }>) {
      seen.push(...batch.data);
      if (batch.data[0] !== 0) continue;
      unlinkSync(file(70));
      truncateSync(file(80), 2);
    }
    expect(seen).toEqual(range(100).filter((i) => i !== 70 && i !== 80));
    const codes = loader
      .stats()
      .badSamples.map(({ name, error }) => [name, (error as { code?: string }).code]);
    expect(codes[0]).toEqual(['070.raw', 'IO_NOT_FOUND']);
    expect(codes[1]![0]).toBe('080.raw');
    expect(['SHAPE_MISMATCH', 'IO_TRUNCATED']).toContain(codes[1]![1]);
  });

  it('an archive that is cut off while loading ends the loader with an error, or with bad samples', async () => {
    const path = join(folder, 'cut.zip');
    const writer = await createZip(path);
    for (const i of range(200))
      await writer.add(`${i}`, new Uint8Array(1000).fill(i), { method: 'store' });
    await writer.close();
    const archive = await openZip(path);
    const load = async (
      onBadSample: 'throw' | { action: 'skip'; maxShare: number },
    ): Promise<number> => {
      const loader = new DataLoader(archive.glob('*'), {
        decode: raw([1000], 'uint8'),
        batchSize: 10,
        prefetchBatches: 1,
        onBadSample,
      });
      let rows = 0;
      for await (const batch of loader) {
        rows += batch.shape[0]!;
        truncateSync(path, 100_000);
      }
      return rows;
    };
    await expect(load('throw')).rejects.toMatchObject({ code: 'LOADER_SAMPLE' });
    const rows = await load({ action: 'skip', maxShare: 1 });
    expect(rows).toBeGreaterThan(80);
    expect(rows).toBeLessThan(110);
    await archive.close();
  });

  it('stays under its memory bound', async () => {
    const path = join(folder, 'large.zip');
    const writer = await createZip(path);
    const bytes = await encodeJpeg(zeros('uint8', [512, 512, 3]));
    for (const i of range(400)) await writer.add(`${i}.jpg`, bytes);
    await writer.close();
    const archive = await openZip(path);
    const loader = new DataLoader(archive.glob('*.jpg'), {
      decode: jpeg({ size: [512, 512], dtype: 'float32' }),
      batchSize: 16,
      prefetchBatches: 3,
    });
    const ring = 5 * 16 * 512 * 512 * 3 * 4;
    expect(loader.memoryBound()).toBeGreaterThan(ring);
    expect(loader.memoryBound()).toBeLessThan(ring + 2 ** 31);
    collectGarbage();
    const before = process.memoryUsage().rss;
    let peak = 0;
    for await (const _ of loader.epochs(2)) {
      await pause(5); // the ring fills
      peak = Math.max(peak, process.memoryUsage().rss - before);
    }
    expect(peak).toBeLessThan(loader.memoryBound());
    await loader.close();
    await archive.close();
  });

  it('ends the worker threads of loaders that are only garbage', async () => {
    const open = async (): Promise<void> => {
      const loader = new DataLoader(numbered(20), { decode: { id: number }, batchSize: 10 });
      const module = new URL('./workers/slow.mjs', import.meta.url);
      for await (const _ of loader.mapWorkers(module, { workers: 2 }));
    };
    const before = workerCount();
    for (let i = 0; i < 5; i++) await open();
    for (let i = 0; i < 100 && workerCount() > before; i++) {
      collectGarbage();
      await pause(20);
    }
    expect(workerCount()).toBe(before);
  });
});

/** Worker threads of this process. */
function workerCount(): number {
  return (process.report.getReport() as unknown as { workers: unknown[] }).workers.length;
}

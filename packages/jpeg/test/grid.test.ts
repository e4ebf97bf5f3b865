import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jpeg, makeGrid, readJpegInfo, saveGrid } from '../src/index.ts';
import { fixturePath, picture } from './fixtures.ts';

const files = ['s420.jpg', 's444.jpg', 'rgb.jpg'].map(fixturePath);

describe('makeGrid', () => {
  it('puts images side by side', async () => {
    const images = [picture(10, 12), picture(8, 12), picture(10, 9, 1)];
    const grid = await makeGrid(images, { columns: 2, padding: 1, background: 7 });
    expect(grid.shape).toEqual([2 * 11 + 1, 2 * 13 + 1, 3]);
    const at = (y: number, x: number) => [
      ...grid.data.subarray((y * 27 + x) * 3, (y * 27 + x) * 3 + 3),
    ];
    expect(at(0, 0)).toEqual([7, 7, 7]);
    expect(at(1, 1)).toEqual([...(images[0]?.data.subarray(0, 3) ?? [])]);
    expect(at(3, 15)).toEqual([
      ...(images[1]?.data.subarray((2 * 12 + 1) * 3).subarray(0, 3) ?? []),
    ]);
    const gray = images[2]?.data[9 + 1];
    expect(at(13, 2)).toEqual([gray, gray, gray]);
  });

  it('undoes normalisation, whatever the layout and dtype', async () => {
    const normalize = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
    const plain = await makeGrid(await jpeg({ size: [32, 40] }).decode(files));
    for (const dtype of ['float32', 'float16'] as const) {
      for (const layout of ['HWC', 'CHW'] as const) {
        const batch = await jpeg({ size: [32, 40], dtype, layout, normalize }).decode(files);
        const grid = await makeGrid(batch, { normalize });
        expect(grid.shape).toEqual(plain.shape);
        const off = grid.data.map((value, i) => Math.abs(value - (plain.data[i] ?? 0)));
        expect(Math.max(...off)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('stretches floats that nobody explains from their least to their greatest', async () => {
    for (const dtype of ['float32', 'float16'] as const) {
      const batch = await jpeg({ size: [20, 30], dtype, range: [-1, 3] }).decode(files);
      const grid = await makeGrid(batch, { padding: 0 });
      const plain = await makeGrid(await jpeg({ size: [20, 30] }).decode(files), { padding: 0 });
      const [least, greatest] = [Math.min(...plain.data), Math.max(...plain.data)];
      const off = grid.data.map((value, i) =>
        Math.abs(value - (((plain.data[i] ?? 0) - least) / (greatest - least)) * 255),
      );
      expect(Math.max(...off)).toBeLessThan(2);
    }
  });

  it('refuses what is no image', async () => {
    const numbers = { dtype: 'int32', shape: [1, 2, 2, 3], data: new Int32Array(12) };
    await expect(makeGrid(numbers as never)).rejects.toThrow(/dtype/);
    await expect(makeGrid([])).rejects.toThrow(TypeError);
    await expect(makeGrid(picture(4, 4))).rejects.toThrow(/four axes/);
  });

  it('writes labels, and a file', async () => {
    const images = [picture(20, 60), picture(20, 60)];
    const plain = await makeGrid(images);
    const labelled = await makeGrid(images, { labels: ['cat 0.93', 'dog'] });
    expect(labelled.shape[0]).toBe((plain.shape[0] ?? 0) + 9);
    const below = labelled.data.subarray(22 * 126 * 3);
    expect(below.filter((value) => value === 255).length).toBeGreaterThan(100);
    const path = join(await mkdtemp(join(tmpdir(), 'grid-')), 'grid.jpg');
    await saveGrid(path, images);
    expect(await readJpegInfo(path)).toMatchObject({ width: 126, height: 24 });
  });
});

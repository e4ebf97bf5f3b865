import type { NDArray } from '@dareblopy/core';
import { row } from '@dareblopy/core';
import { decodeJpeg, jpeg } from '@dareblopy/jpeg';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { decodePng, encodePng, png } from '../src/index.ts';
import { fixturePath } from './fixtures.ts';

const photo = new URL('../../../testdata/jpeg/s420.jpg', import.meta.url);

describe('png()', () => {
  it('gives the very batch that jpeg() gives of the same pixels', async () => {
    const file = await encodePng(await decodeJpeg(photo));
    const options = {
      size: [40, 48],
      crop: 'random-resized',
      flip: { horizontal: 0.5 },
      jitter: { brightness: 0.4, contrast: 0.4, saturation: 0.4 },
      dtype: 'float32',
      layout: 'CHW',
      exact: true,
      normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    } as const;
    const keys = BigUint64Array.of(1n, 2n, 3n, 4n);
    const fromPng = await png(options).decode([file, file, file, file], { keys });
    const fromJpeg = await jpeg(options).decode([photo, photo, photo, photo], { keys });
    expectTypeOf(fromPng).toEqualTypeOf<NDArray<'float32'>>();
    expect(fromPng).toEqual(fromJpeg);
  });

  it('crops a mask as its image, without new classes', async () => {
    const mask = fixturePath('pillow-mask.png');
    const indices = png({ size: [20, 20], channels: 'indices', crop: 'random-resized' });
    const { data, shape } = await indices.decode([mask, mask], { keys: BigUint64Array.of(5n, 6n) });
    expect(shape).toEqual([2, 20, 20, 1]);
    const classes = new Set((await decodePng(mask, { channels: 'indices' })).data);
    expect([...new Set(data)].every((value) => classes.has(value))).toBe(true);
    const floats = await png({ size: [20, 20], channels: 'indices', dtype: 'float32' }).decode([
      mask,
    ]);
    const bytes = await png({ size: [20, 20], channels: 'indices' }).decode([mask]);
    expect(Array.from(floats.data)).toEqual(Array.from(bytes.data));
    const wrong = { size: [20, 20], channels: 'indices' } as const;
    expect(() => png({ ...wrong, resample: 'triangle' })).toThrow(TypeError);
    expect(() => png({ ...wrong, jitter: { contrast: 1 } })).toThrow(TypeError);
  });

  it('keeps 16 bits in windows and in resized rows', async () => {
    const file = fixturePath('opencv-rgb16.png');
    const whole = await decodePng(file, { dtype: 'uint16' });
    const same = await png({ size: [21, 33], dtype: 'uint16' }).decode([file]);
    expectTypeOf(same.data).toEqualTypeOf<Uint16Array>();
    expect(row(same, 0)).toEqual(whole);
    const mirrored = await png({
      size: [21, 33],
      dtype: 'uint16',
      layout: 'CHW',
      flip: { horizontal: 1 },
    }).decode([file]);
    expect(mirrored.data[2]).toBe(whole.data[30 * 3]);
    const small = await png({ size: [7, 11], dtype: 'uint16', resample: 'area' }).decode([file]);
    let sum = 0;
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 3; x++) sum += whole.data[(y * 33 + x) * 3] ?? 0;
    expect(small.data[0]).toBe(Math.round(sum / 9));
  });

  it('without a size gives images of their own sizes', async () => {
    const files = ['rgb8.png', 'pillow-rgb.png', 'adam7-5x3.png'].map(fixturePath);
    const images = await png({ dtype: 'float32', range: [0, 255] }).decode(files);
    for (const [i, file] of files.entries()) {
      const bytes = await decodePng(file);
      expect(images[i]?.shape).toEqual(bytes.shape);
      expect(Array.from(images[i]?.data ?? [])).toEqual(Array.from(bytes.data));
    }
  });

  it('says what is wrong with a sample', async () => {
    const failing = png({ size: [8, 8] }).decode([fixturePath('rgb8.png'), new Uint8Array(3)]);
    await expect(failing).rejects.toMatchObject({ code: 'PNG_NOT_A_PNG' });
    const small = png({ size: [80, 8], fit: 'none' }).decode([fixturePath('rgb8.png')]);
    await expect(small).rejects.toMatchObject({ code: 'PNG_REGION_OUTSIDE' });
  });
});

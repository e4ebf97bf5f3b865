import type { NDArray } from '@dareblopy/core';
import { isDecoder, row } from '@dareblopy/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { decodeJpeg, jpeg } from '../src/index.ts';
import { fixturePath, sha256 } from './fixtures.ts';

const files = ['s420.jpg', 'gray.jpg', 's444.jpg'].map(fixturePath);

describe('jpeg()', () => {
  it('is a Decoder whose batch is one array', async () => {
    const decoder = jpeg({ size: [24, 32] });
    expect(isDecoder(decoder)).toBe(true);
    const batch = await decoder.decode(files);
    expectTypeOf(batch).toEqualTypeOf<NDArray<'uint8'>>();
    expect(batch).toMatchObject({ dtype: 'uint8', shape: [3, 24, 32, 3] });
  });

  it('without a size gives images of their own sizes', async () => {
    const images = await jpeg().decode([...files, fixturePath('one-pixel.jpg')]);
    expectTypeOf(images).toEqualTypeOf<NDArray<'uint8'>[]>();
    expect(images.map(({ shape }) => shape.join())).toEqual([
      '75,97,3',
      '75,97,3',
      '75,97,3',
      '1,1,3',
    ]);
    for (const [i, file] of files.entries()) {
      expect(sha256(images[i] as NDArray<'uint8'>)).toBe(sha256(await decodeJpeg(file)));
    }
  });

  it('cuts the middle, normalised, channels first', async () => {
    const mean = [0.485, 0.456, 0.406];
    const std = [0.229, 0.224, 0.225];
    const batch = await jpeg({
      size: [50, 60],
      fit: 'none',
      dtype: 'float32',
      layout: 'CHW',
      normalize: { mean, std },
    }).decode(files);
    expectTypeOf(batch.data).toEqualTypeOf<Float32Array>();
    expect(batch.shape).toEqual([3, 3, 50, 60]);
    for (const [i, file] of files.entries()) {
      const { data } = await decodeJpeg(file);
      const image = row(batch, i);
      for (const [y, x] of [
        [0, 0],
        [49, 59],
        [20, 31],
      ] as const) {
        for (let c = 0; c < 3; c++) {
          // The window's corner: (75 - 50) / 2 = 12.5 and (97 - 60) / 2 = 18.5, rounded to even.
          const byte = data[((y + 12) * 97 + x + 18) * 3 + c] ?? 0;
          const value = (byte / 255 - (mean[c] ?? 0)) / (std[c] ?? 1);
          expect(image.data[(c * 50 + y) * 60 + x]).toBeCloseTo(value, 5);
        }
      }
    }
  });

  it('chooses by the key alone', async () => {
    const decoder = jpeg({ size: [40, 40], crop: 'random-resized', flip: { horizontal: 0.5 } });
    const keys = BigUint64Array.of(11n, 22n, 33n);
    const batch = await decoder.decode(files, { keys });
    const single = await decoder.decode([files[1] as string], { keys: keys.slice(1, 2) });
    expect(row(batch, 1).data).toEqual(row(single, 0).data);
    const other = await decoder.decode(files, { keys: BigUint64Array.of(12n, 23n, 34n) });
    expect(row(other, 1).data).not.toEqual(row(batch, 1).data);
    const salted = jpeg({ size: [40, 40], crop: 'random-resized', salt: 1 });
    expect((await salted.decode(files, { keys })).data).not.toEqual(batch.data);
  });

  it('draws the same geometry for image and mask', async () => {
    const options = {
      size: [30, 30],
      fit: 'none',
      crop: 'random',
      flip: { horizontal: 0.5 },
    } as const;
    const keys = BigUint64Array.from({ length: 8 }, (_, i) => BigInt(i * 977));
    const samples = keys.map(() => 0n).length;
    const file = fixturePath('s444.jpg');
    const same = Array.from({ length: samples }, () => file);
    const image = await jpeg(options).decode(same, { keys });
    const mask = await jpeg({ ...options, dtype: 'float32', range: [0, 255] }).decode(same, {
      keys,
    });
    expect(Array.from(mask.data)).toEqual(Array.from(image.data));
  });

  it('fills a batch of an earlier call', async () => {
    const decoder = jpeg({ size: [24, 24] });
    const batch = await decoder.decode(files);
    const copy = batch.data.slice();
    batch.data.fill(0);
    const again = await decoder.decode(files, { into: batch });
    expect(again.data).toBe(batch.data);
    expect(batch.data).toEqual(copy);
  });
});

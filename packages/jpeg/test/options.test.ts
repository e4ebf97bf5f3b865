import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeJpeg, decodeJpegSync, jpeg } from '../src/index.ts';
import { fixture, fixturePath, sha256 } from './fixtures.ts';

const file = fixturePath('s420.jpg');

describe('decodeJpeg', () => {
  it('gives [height, width, channels] of any source', async () => {
    const image = await decodeJpeg(file);
    expect(image).toMatchObject({ dtype: 'uint8', shape: [75, 97, 3] });
    expect(image.data).toHaveLength(75 * 97 * 3);
    const bytes = await readFile(file);
    expect(sha256(await decodeJpeg(bytes))).toBe(sha256(image));
    expect(sha256(await decodeJpeg(new Blob([bytes])))).toBe(sha256(image));
  });

  it('lays out, orders and converts', async () => {
    const rgb = (await decodeJpeg(file)).data;
    const planes = await decodeJpeg(file, { layout: 'CHW' });
    expect(planes.shape).toEqual([3, 75, 97]);
    const rgba = await decodeJpeg(file, { channels: 4 });
    const bgr = await decodeJpeg(file, { order: 'bgr' });
    for (const pixel of [0, 96, 97, 4000, 75 * 97 - 1]) {
      const [r, g, b] = rgb.subarray(pixel * 3);
      expect([...bgr.data.subarray(pixel * 3, pixel * 3 + 3)]).toEqual([b, g, r]);
      expect([...rgba.data.subarray(pixel * 4, pixel * 4 + 4)]).toEqual([r, g, b, 255]);
      expect([0, 1, 2].map((c) => planes.data[c * 75 * 97 + pixel])).toEqual([r, g, b]);
    }
  });

  it('cuts a region that equals that part of the whole', async () => {
    const whole = await decodeJpeg(file);
    for (const backend of ['turbo', 'ijg'] as const) {
      const image = await decodeJpeg(file, { backend });
      const region = { x: 31, y: 9, width: 40, height: 33 };
      const part = await decodeJpeg(file, { region, backend });
      expect(part.shape).toEqual([33, 40, 3]);
      for (let y = 0; y < 33; y++) {
        const at = ((y + 9) * 97 + 31) * 3;
        expect(part.data.subarray(y * 120, y * 120 + 120)).toEqual(
          image.data.subarray(at, at + 120),
        );
      }
    }
    expect(whole.shape).toEqual([75, 97, 3]);
    await expect(
      decodeJpeg(file, { region: { x: 90, y: 0, width: 8, height: 1 } }),
    ).rejects.toMatchObject({ code: 'JPEG_REGION_OUTSIDE', path: file });
  });

  it('turns images as EXIF says, regions of them too', async () => {
    const upright = await decodeJpeg(fixture('orientation1.jpg'));
    const at = (image: typeof upright, y: number, x: number) =>
      image.data[(y * (image.shape[1] ?? 0) + x) * 3];
    const [h, w] = [27, 40];
    const expectedAt: ((y: number, x: number) => number | undefined)[] = [
      (y, x) => at(upright, y, x),
      (y, x) => at(upright, y, w - 1 - x),
      (y, x) => at(upright, h - 1 - y, w - 1 - x),
      (y, x) => at(upright, h - 1 - y, x),
      (y, x) => at(upright, x, y),
      (y, x) => at(upright, h - 1 - x, y),
      (y, x) => at(upright, h - 1 - x, w - 1 - y),
      (y, x) => at(upright, x, w - 1 - y),
    ];
    for (const [i, pixel] of expectedAt.entries()) {
      const name = `orientation${i + 1}.jpg`;
      const turned = await decodeJpeg(fixture(name), { orientation: 'apply' });
      expect(turned.shape).toEqual(i < 4 ? [h, w, 3] : [w, h, 3]);
      const region = { x: 3, y: 5, width: 11, height: 7 };
      const part = await decodeJpeg(fixture(name), { orientation: 'apply', region });
      for (const [y, x] of [
        [0, 0],
        [6, 10],
        [3, 4],
      ] as const) {
        expect(at(turned, y, x), name).toBe(pixel(y, x));
        expect(at(part, y, x), name).toBe(pixel(y + 5, x + 3));
      }
      expect(sha256(await decodeJpeg(fixture(name)))).toBe(sha256(upright));
    }
  });

  it('fills `into`, and says how much it needs', async () => {
    const needed = 75 * 97 * 3;
    for (const buffer of [new ArrayBuffer(needed + 9), new SharedArrayBuffer(needed + 9)]) {
      const into = new Uint8Array(buffer);
      const image = await decodeJpeg(file, { into });
      expect(image.data.buffer).toBe(buffer);
      expect(image.data).toHaveLength(needed);
      expect(sha256(image)).toBe(sha256(await decodeJpeg(file)));
    }
    const small = decodeJpeg(file, { into: new Uint8Array(needed - 1) });
    await expect(small).rejects.toThrow(new RegExp(`at least ${needed} bytes`));
    await expect(small).rejects.toThrow(RangeError);
    expect(() => decodeJpegSync(file, { into: new Uint8Array(5) })).toThrow(RangeError);
    for (const into of [new Float32Array(needed), new DataView(new ArrayBuffer(needed)), {}]) {
      await expect(decodeJpeg(file, { into: into as never })).rejects.toThrow(/Uint8Array/);
      expect(() => decodeJpegSync(file, { into: into as never })).toThrow(TypeError);
    }
  });

  it('refuses options that cannot be', async () => {
    const bad = [
      { channels: 2 },
      { layout: 'WHC' },
      { dctScale: 0.3 },
      { backend: 'x' },
      { maxPixels: 0 },
    ];
    for (const options of [
      ...bad,
      { region: { x: -1, y: 0, width: 1, height: 1 } },
      { order: 'cmyk' },
    ]) {
      await expect(decodeJpeg(file, options as never)).rejects.toThrow(TypeError);
    }
    expect(() => jpeg({ size: [0, 5] })).toThrow(TypeError);
    expect(() => jpeg({ size: [5, 5], normalize: { mean: [0], std: [1] } })).toThrow(/dtype/);
    expect(() => jpeg({ size: [50, 60], resizeTo: 55 })).toThrow(/resizeTo/);
  });
});

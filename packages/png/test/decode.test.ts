import { describe, expect, expectTypeOf, it } from 'vitest';
import { decodePng, decodePngSync, encodePng, readPngInfo, readPngInfoSync } from '../src/index.ts';
import { expected, fixture, fixturePath, sha256 } from './fixtures.ts';

describe.each(Object.entries(expected))('%s', (name, truth) => {
  const path = fixturePath(name);

  it("gives Pillow's colours, greys and alphas", async () => {
    const rgb = await decodePng(path);
    expect(rgb.shape).toEqual([...truth.size, 3]);
    expect(sha256(rgb)).toBe(truth.rgb);
    expect(sha256(await decodePng(path, { channels: 1 }))).toBe(truth.gray);
    if (truth.rgba !== undefined) {
      expect(sha256(await decodePng(path, { channels: 4 }))).toBe(truth.rgba);
    }
    if (truth.over !== undefined) {
      expect(sha256(await decodePng(path, { alpha: [10, 200, 30] }))).toBe(truth.over);
    }
    expect(sha256(decodePngSync(fixture(name)))).toBe(truth.rgb);
  });

  it('says what it is', async () => {
    const info = await readPngInfo(path);
    expect([info.height, info.width]).toEqual(truth.size);
    expect(readPngInfoSync(fixture(name))).toEqual(info);
    if (/^(gray|rgb|palette|gray-alpha)\d/.test(name)) {
      const [, type, depth] = /^([a-z-]+?)(\d+)/.exec(name) as unknown as [string, string, string];
      expect(info.bitDepth).toBe(Number(depth));
      expect(info.colorType).toBe(type);
    }
    expect(info.interlaced).toBe(name.includes('adam7'));
  });

  it('gives a part as it is in the whole', async () => {
    const whole = await decodePng(path, { channels: 4 });
    const [height, width] = truth.size;
    const region = { x: width >> 1, y: height >> 1, width: (width + 1) >> 1, height: 1 };
    const part = await decodePng(path, { channels: 4, region });
    const at = (region.y * width + region.x) * 4;
    expect(part.data).toEqual(whole.data.slice(at, at + region.width * 4));
  });

  it('keeps indices', async () => {
    if (truth.indices === undefined) return;
    const indices = await decodePng(path, { channels: 'indices' });
    expect(indices.shape).toEqual([...truth.size, 1]);
    expect(sha256(indices)).toBe(truth.indices);
  });

  it("keeps 16 bits as OpenCV's IMREAD_UNCHANGED", async () => {
    if (truth.uint16 === undefined) return;
    const { channels, sha } = truth.uint16;
    const image = await decodePng(path, { dtype: 'uint16', channels: channels as 1 | 3 | 4 });
    expectTypeOf(image.data).toEqualTypeOf<Uint16Array>();
    if ((await readPngInfo(path)).colorType !== 'gray-alpha') expect(sha256(image)).toBe(sha);
  });
});

describe('decodePng', () => {
  it('has every fixture that its script names', () => {
    expect(Object.keys(expected).length).toBeGreaterThan(60);
  });

  it('turns as EXIF says', async () => {
    const file = fixturePath('pillow-orientation6.png');
    expect((await readPngInfo(file)).orientation).toBe(6);
    const stored = await decodePng(file);
    const upright = await decodePng(file, { orientation: 'apply' });
    expect(stored.shape).toEqual([24, 40, 3]);
    expect(upright.shape).toEqual([40, 24, 3]);
    // 6: the stored top is on the right.
    for (let c = 0; c < 3; c++) expect(upright.data[23 * 3 + c]).toBe(stored.data[c]);
  });

  it('lays out, orders and fills', async () => {
    const file = fixturePath('rgba8.png');
    const hwc = await decodePng(file, { channels: 4, order: 'bgr' });
    const into = new Uint8Array(5000);
    const chw = await decodePng(file, { channels: 4, layout: 'CHW', into });
    expect(chw.data.buffer).toBe(into.buffer);
    const plane = 33 * 21;
    for (const i of [0, 100, plane - 1]) {
      expect([2, 1, 0, 3].map((c) => chw.data[c * plane + i])).toEqual([
        ...hwc.data.subarray(i * 4, i * 4 + 4),
      ]);
    }
    await expect(decodePng(file, { into: new Uint8Array(10) })).rejects.toThrow(RangeError);
    const words = new Uint16Array(plane * 3);
    const wide = await decodePng(file, { dtype: 'uint16', into: words });
    expect(wide.data).toEqual(words);
    expect(wide.data[7]).toBe((await decodePng(file)).data[7]! * 257);
    await expect(decodePng(file, { into: words as unknown as Uint8Array })).rejects.toThrow(
      TypeError,
    );
  });

  it('gives indices of grey samples as they are stored', async () => {
    const stored = await decodePng(fixturePath('gray2.png'), { channels: 'indices' });
    const scaled = await decodePng(fixturePath('gray2.png'), { channels: 1 });
    expect(Math.max(...stored.data)).toBe(3);
    expect(stored.data.map((value) => value * 85)).toEqual(scaled.data);
    const wide = await decodePng(fixturePath('gray16.png'), {
      channels: 'indices',
      dtype: 'uint16',
    });
    expect(sha256(wide)).toBe(expected['gray16.png']?.uint16?.sha);
  });

  it.each(['gray2-key.png', 'gray4-key.png', 'gray16-key.png'])(
    'makes one grey of %s transparent, at the depth it is stored in',
    async (name) => {
      const stored = await decodePng(fixturePath(name), { channels: 'indices', dtype: 'uint16' });
      const key = stored.data[3 * 33 + 4]; // where make.py took it from
      const { data } = await decodePng(fixturePath(name), { channels: 4 });
      stored.data.forEach((value, i) => void expect(data[i * 4 + 3]).toBe(value === key ? 0 : 255));
    },
  );

  it('knows which options cannot be', async () => {
    const file = fixturePath('rgb8.png');
    const wrong = [
      { channels: 2 },
      { alpha: 'keep' },
      { alpha: [1, 2] },
      { alpha: [1, 2, 300] },
      { order: 'cmyk', channels: 4 },
      { dtype: 'float32' },
      { tolerant: true, strict: true },
    ];
    for (const options of wrong) {
      await expect(decodePng(file, options as object), JSON.stringify(options)).rejects.toThrow(
        TypeError,
      );
    }
    await expect(decodePng(file, { channels: 'indices' })).rejects.toMatchObject({
      code: 'PNG_UNSUPPORTED',
      path: file,
    });
    await expect(
      decodePng(fixturePath('gray16.png'), { channels: 'indices' }),
    ).rejects.toMatchObject({ code: 'PNG_UNSUPPORTED' });
    await expect(
      decodePng(file, { region: { x: 30, y: 0, width: 9, height: 1 } }),
    ).rejects.toMatchObject({ code: 'PNG_REGION_OUTSIDE' });
  });

  it('reads what its own encoder writes', async () => {
    const image = await decodePng(fixturePath('pillow-rgba.png'), { channels: 4 });
    for (const level of [0, 1, 12]) {
      expect(await decodePng(await encodePng(image, { level }), { channels: 4 })).toEqual(image);
    }
    const mask = await decodePng(fixturePath('pillow-mask.png'), { channels: 'indices' });
    const palette = Array.from({ length: 20 }, (_, i) => [i, 2 * i, 255 - i] as const);
    const file = await encodePng(mask, { palette });
    expect(await readPngInfo(file)).toMatchObject({ colorType: 'palette', paletteSize: 20 });
    expect(await decodePng(file, { channels: 'indices' })).toEqual(mask);
    const wide = await decodePng(fixturePath('opencv-rgb16.png'), { dtype: 'uint16' });
    expect(await decodePng(await encodePng(wide), { dtype: 'uint16' })).toEqual(wide);
    const planes = await decodePng(fixturePath('pillow-rgb.png'), { layout: 'CHW' });
    const again = await encodePng(planes, { layout: 'CHW' });
    expect(await decodePng(again, { layout: 'CHW' })).toEqual(planes);
    await expect(encodePng(mask, { palette: [[1, 2, 3]] })).rejects.toMatchObject({
      code: 'PNG_UNSUPPORTED',
    });
    await expect(encodePng({ ...image, shape: [1, 2, 5] })).rejects.toThrow(TypeError);
  });
});

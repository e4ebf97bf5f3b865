import { describe, expect, it } from 'vitest';
import {
  decodeJpeg,
  encodeJpeg,
  encodeJpegSync,
  readJpegInfo,
  readJpegInfoSync,
  readJpegInfos,
} from '../src/index.ts';
import { fixture, fixturePath, picture } from './fixtures.ts';

describe('readJpegInfo', () => {
  it('tells size, sampling, coding and colour', async () => {
    const table: Record<string, object> = {
      's444.jpg': {
        subsampling: '4:4:4',
        colorSpace: 'ycbcr',
        process: 'baseline',
        progressive: false,
      },
      's422.jpg': { subsampling: '4:2:2' },
      's420.jpg': { subsampling: '4:2:0', width: 97, height: 75, components: 3, precision: 8 },
      's440.jpg': { subsampling: '4:4:0' },
      's411.jpg': { subsampling: '4:1:1' },
      's410.jpg': { subsampling: '4:1:0' },
      'uneven.jpg': { subsampling: '2x2,1x2,2x1' },
      'gray.jpg': { subsampling: 'gray', colorSpace: 'gray', components: 1 },
      'rgb.jpg': { colorSpace: 'rgb' },
      'cmyk.jpg': { colorSpace: 'cmyk', components: 4 },
      'ycck.jpg': { colorSpace: 'ycck' },
      'progressive.jpg': { progressive: true, process: 'progressive', arithmetic: false },
      'arithmetic.jpg': { arithmetic: true, process: 'extended' },
      'arithmetic-progressive.jpg': { arithmetic: true, progressive: true },
      'restart.jpg': { restartInterval: 3 },
      'bits12.jpg': { precision: 12 },
      'widest.jpg': { width: 65_500, height: 3 },
      'icc.jpg': { orientation: 8, density: { x: 300, y: 150, unit: 'inch' } },
    };
    for (const [name, info] of Object.entries(table)) {
      expect(await readJpegInfo(fixturePath(name)), name).toMatchObject(info);
      expect(readJpegInfoSync(fixture(name)), name).toMatchObject(info);
    }
  });

  it('copies out EXIF and ICC when asked, and reads as far as they go', async () => {
    const plain = await readJpegInfo(fixturePath('icc.jpg'));
    expect(plain.icc).toBeUndefined();
    const { icc, exif } = await readJpegInfo(fixturePath('icc.jpg'), { icc: true, exif: true });
    expect(icc).toEqual(Uint8Array.from({ length: 76_800 }, (_, i) => i % 256));
    expect(new TextDecoder().decode(exif?.subarray(0, 2))).toMatch(/II|MM/);
  });

  it('reads many in one crossing, and names the one that is none', async () => {
    const paths = ['s420.jpg', 'expected.json'].map(fixturePath);
    await expect(readJpegInfos(paths)).rejects.toMatchObject({
      code: 'JPEG_NOT_A_JPEG',
      path: paths[1],
    });
    expect(() => readJpegInfoSync(fixture('s420.jpg').subarray(0, 100))).toThrow(
      /ends inside its header/,
    );
  });
});

describe('encodeJpeg', () => {
  it('writes what it is told to', async () => {
    const image = picture(40, 56);
    const jpeg = await encodeJpeg(image, { quality: 95, subsampling: '4:2:2', progressive: true });
    expect(readJpegInfoSync(jpeg)).toMatchObject({
      width: 56,
      height: 40,
      subsampling: '4:2:2',
      progressive: true,
    });
    const decoded = await decodeJpeg(
      await encodeJpeg(image, { quality: 98, subsampling: '4:4:4' }),
    );
    const off = decoded.data.reduce(
      (sum, value, i) => sum + Math.abs(value - (image.data[i] ?? 0)),
      0,
    );
    expect(off / image.data.length).toBeLessThan(1.5);
    const plain = encodeJpegSync(image);
    expect(encodeJpegSync(image, { optimize: true }).length).toBeLessThan(plain.length);
    expect(encodeJpegSync(image, { quality: 20 }).length).toBeLessThan(plain.length);
  });

  it('takes grey, and planes', async () => {
    const gray = picture(20, 30, 1);
    expect(readJpegInfoSync(await encodeJpeg(gray)).components).toBe(1);
    const flat = { dtype: 'uint8', shape: [20, 30], data: gray.data } as const;
    expect(encodeJpegSync(flat)).toEqual(encodeJpegSync(gray));
    const image = picture(20, 30);
    const planes = new Uint8Array(image.data.length);
    image.data.forEach((value, i) => {
      planes[(i % 3) * 600 + Math.floor(i / 3)] = value;
    });
    const planar = { dtype: 'uint8', shape: [3, 20, 30], data: planes } as const;
    expect(encodeJpegSync(planar, { layout: 'CHW' })).toEqual(encodeJpegSync(image));
  });

  it('refuses what is no image', () => {
    expect(() => encodeJpegSync(picture(4, 4, 2))).toThrow(TypeError);
    expect(() => encodeJpegSync(picture(4, 4), { quality: 0 })).toThrow(TypeError);
    expect(() =>
      encodeJpegSync({ dtype: 'uint8', shape: [9, 9, 3], data: new Uint8Array(3) }),
    ).toThrow(RangeError);
  });
});

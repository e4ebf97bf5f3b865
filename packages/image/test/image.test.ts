import { readFileSync } from 'node:fs';
import type { NDArray } from '@dareblopy/core';
import { decodeJpeg, jpeg, readJpegInfo } from '@dareblopy/jpeg';
import { decodePng, encodePng } from '@dareblopy/png';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  decodeImage,
  decodeImageSync,
  image,
  readImageInfo,
  readImageInfoSync,
  readImageInfos,
} from '../src/index.ts';

const at = (path: string) => new URL(`../../../testdata/${path}`, import.meta.url);
const photo = at('jpeg/s420.jpg');

describe('image()', () => {
  it('decodes by content, whatever the name', async () => {
    const png = await encodePng(await decodeJpeg(photo));
    const options = { size: [32, 32], dtype: 'float32', layout: 'CHW', exact: true } as const;
    const batch = await image(options).decode([png, photo, readFileSync(photo)]);
    expectTypeOf(batch).toEqualTypeOf<NDArray<'float32'>>();
    expect(batch.shape).toEqual([3, 3, 32, 32]);
    const row = 3 * 32 * 32;
    expect(batch.data.slice(0, row)).toEqual(batch.data.slice(row, 2 * row));
    expect(batch.data.slice(row)).toEqual((await jpeg(options).decode([photo, photo])).data);
  });

  it('takes the options of jpeg(), and alpha', async () => {
    const over = await image({ size: [21, 33], alpha: [255, 255, 255] }).decode([
      at('png/rgba8.png'),
    ]);
    const same = await decodePng(at('png/rgba8.png'), { alpha: [255, 255, 255] });
    expect(over.data).toEqual(same.data);
    const four = await image({ channels: 4 }).decode([at('png/rgba8.png'), photo]);
    expect(four.map(({ shape }) => shape[2])).toEqual([4, 4]);
    expect(four[1]?.data[3]).toBe(255);
    const ink = image({ channels: 4, order: 'cmyk' }).decode([at('png/rgba8.png')]);
    await expect(ink).rejects.toMatchObject({ code: 'PNG_UNSUPPORTED' });
    expect(() => image({ channels: 'indices' as unknown as 1 })).toThrow(TypeError);
  });
});

describe('decodeImage', () => {
  it('gives what the package of the format gives', async () => {
    expect(await decodeImage(photo)).toEqual(await decodeJpeg(photo));
    expect(decodeImageSync(readFileSync(at('png/palette4.png')))).toEqual(
      await decodePng(at('png/palette4.png')),
    );
  });

  const known: readonly [string, readonly number[]][] = [
    ['GIF', [...Buffer.from('GIF89a\x01\0\x01\0\0\0\0')]],
    ['AVIF', [0, 0, 0, 28, ...Buffer.from('ftypavif\0\0\0\0avifmif1')]],
    ['HEIC', [0, 0, 0, 24, ...Buffer.from('ftypheic\0\0\0\0mif1heic')]],
    ['TIFF', [0x49, 0x49, 42, 0, 8, 0, 0, 0]],
    ['BMP', [...Buffer.from('BM'), 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0]],
  ];
  it.each(known)('names %s, which is not read', async (name, bytes) => {
    const data = Uint8Array.from(bytes);
    const error = { code: 'IMAGE_FORMAT_UNSUPPORTED', actual: name };
    await expect(decodeImage(data)).rejects.toMatchObject(error);
    await expect(image({ size: [4, 4] }).decode([data])).rejects.toMatchObject(error);
    await expect(readImageInfo(data)).rejects.toMatchObject(error);
    await expect(decodeImage(data)).rejects.toThrow(name);
  });

  it('refuses what is no picture', async () => {
    for (const bytes of [new Uint8Array(0), Buffer.from('words'), Uint8Array.of(0x89, 0x50)]) {
      await expect(decodeImage(bytes)).rejects.toMatchObject({ code: 'IMAGE_FORMAT_UNKNOWN' });
    }
    await expect(decodeImage(readFileSync(photo).subarray(0, 500))).rejects.toMatchObject({
      code: 'JPEG_TRUNCATED',
    });
  });
});

describe('readImageInfo', () => {
  it('reads the header alone, of either format', async () => {
    const { width, height } = await readJpegInfo(photo);
    const info = await readImageInfo(photo);
    expect(info).toMatchObject({
      format: 'jpeg',
      width,
      height,
      channels: 3,
      bitDepth: 8,
      alpha: false,
    });
    expect(readImageInfoSync(readFileSync(photo))).toEqual(info);
    const [first, second] = await readImageInfos([at('png/palette2-alpha.png'), photo]);
    expect(first).toEqual({
      format: 'png',
      width: 33,
      height: 21,
      channels: 1,
      bitDepth: 2,
      alpha: true,
      animated: false,
      orientation: 1,
    });
    expect(second).toEqual(info);
    expect((await readImageInfo(at('png/pillow-animated.png'))).animated).toBe(true);
    expect((await readImageInfo(at('jpeg/orientation6.jpg'))).orientation).toBe(6);
  });
});

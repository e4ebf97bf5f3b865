import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeJpeg, jpeg, readJpegInfo } from '../src/index.ts';
import { fixturePath, sha256 } from './fixtures.ts';

interface Camera {
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  readonly exif: number;
  readonly pixels: string;
  readonly upright: string;
}

const cameras: Record<string, Camera> = JSON.parse(
  readFileSync(fixturePath('cameras.json'), 'utf8'),
);
const require = createRequire(import.meta.url);

/** Where a file of an installed package lies. */
function pathOf(file: string): string {
  const [name = '', ...rest] = file.split('/');
  return join(dirname(require.resolve(`${name}/package.json`)), ...rest);
}

describe("cameras' files", () => {
  it.each(Object.entries(cameras))('%s is as Pillow has it', async (file, camera) => {
    const { width, height, orientation, exif, pixels, upright } = camera;
    const path = pathOf(file);
    const info = await readJpegInfo(path, { exif: true });
    expect(info).toMatchObject({ width, height, orientation });
    expect(info.exif).toHaveLength(exif);
    expect(sha256(await decodeJpeg(path))).toBe(pixels);
    const turned = await decodeJpeg(path, { orientation: 'apply' });
    expect(sha256(turned)).toBe(upright);
    const { shape, data } = await jpeg({
      size: [turned.shape[0] ?? 0, turned.shape[1] ?? 0],
      fit: 'none',
      orientation: 'apply',
    }).decode([path]);
    expect(sha256({ dtype: 'uint8', shape: shape.slice(1), data })).toBe(upright);
  });
});

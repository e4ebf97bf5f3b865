import { describe, expect, it } from 'vitest';
import { decodeJpeg, decodeJpegSync, jpeg } from '../src/index.ts';
import { expected, fixture, fixturePath } from './fixtures.ts';

const whole = fixture('s420.jpg');
const half = whole.subarray(0, whole.length / 2);

describe('damaged files', () => {
  it('say where they end', async () => {
    await expect(decodeJpeg(half)).rejects.toMatchObject({
      name: 'DareblopyError',
      code: 'JPEG_TRUNCATED',
      offset: half.length,
      message: expect.stringContaining('Premature end of JPEG file'),
    });
  });

  it('give what could be decoded when asked', async () => {
    const intact = await decodeJpeg(whole);
    const image = await decodeJpeg(half, { tolerant: true });
    expect(image.shape).toEqual(intact.shape);
    expect(image.warnings[0]).toEqual({
      message: 'Premature end of JPEG file',
      offset: half.length,
    });
    const upper = 97 * 3 * 16;
    expect(image.data.subarray(0, upper)).toEqual(intact.data.subarray(0, upper));
    expect((await decodeJpeg(whole, { tolerant: true })).warnings).toEqual([]);
  });

  it('name the file, and the row of a batch', async () => {
    await expect(decodeJpeg(fixturePath('expected.json'))).rejects.toMatchObject({
      code: 'JPEG_NOT_A_JPEG',
      path: fixturePath('expected.json'),
    });
    const decoder = jpeg({ size: [32, 32] });
    await expect(decoder.decode([whole, half])).rejects.toMatchObject({ code: 'JPEG_TRUNCATED' });
  });

  it('are limited in pixels and scans', async () => {
    await expect(decodeJpeg(whole, { maxPixels: 97 * 75 - 1 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      expected: 97 * 75 - 1,
      actual: 97 * 75,
    });
    expect((await decodeJpeg(whole, { maxPixels: 97 * 75 })).shape[0]).toBe(75);
    await expect(decodeJpeg(fixture('progressive.jpg'), { maxScans: 2 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });

  it('never crash, wherever they are cut or flipped', () => {
    const codes = new Set<string>();
    // The widest takes long and is of a kind with the others; the fuzzers have every byte.
    for (const name of Object.keys(expected).filter((file) => file !== 'widest.jpg')) {
      const data = fixture(name);
      const step = Math.max(1, Math.floor(data.length / 40));
      for (let at = 0; at < data.length; at += step) {
        const flipped = Uint8Array.from(data);
        flipped[at] = (flipped[at] ?? 0) ^ 0xff;
        for (const bytes of [data.subarray(0, at), flipped]) {
          for (const tolerant of [false, true]) {
            for (const backend of ['turbo', 'ijg'] as const) {
              try {
                decodeJpegSync(bytes, { tolerant, backend, maxPixels: 1 << 18 });
              } catch (error) {
                codes.add((error as { code: string }).code);
              }
            }
          }
        }
      }
    }
    for (const code of codes) expect(code).toMatch(/^(JPEG_|LIMIT_EXCEEDED)/);
    expect(codes).toContain('JPEG_TRUNCATED');
    expect(codes).toContain('JPEG_CORRUPT');
  });
});

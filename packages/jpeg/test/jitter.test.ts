import { readdirSync, readFileSync } from 'node:fs';
import { row } from '@dareblopy/core';
import { describe, expect, it } from 'vitest';
import { jpeg } from '../src/index.ts';
import { fixturePath } from './fixtures.ts';

const file = fixturePath('s444.jpg');
const window = { size: [30, 40], fit: 'none' } as const;
const references = readdirSync(fixturePath('jittered'));

/** The float of IEEE half precision bits, for values from 2^-14 to 2. */
const half = (bits: number) => (1 + (bits & 1023) / 1024) * 2 ** ((bits >> 10) - 15);

describe('jitter', () => {
  it('has references', () => expect(references).toHaveLength(5));

  it.each(references)('is what torchvision makes of %s', async (name) => {
    const factors = name.slice(0, -'.bin'.length).split('-').map(Number);
    const [brightness, contrast, saturation] = factors.map((f) => [f, f] as const);
    const jitter = { brightness: brightness!, contrast: contrast!, saturation: saturation! };
    const expected = new Float32Array(
      new Uint8Array(readFileSync(fixturePath(`jittered/${name}`))).buffer,
    );
    const floats = jpeg({ ...window, jitter, dtype: 'float32', layout: 'CHW' });
    const { data } = await floats.decode([file]);
    expect(data).toHaveLength(expected.length);
    const off = Array.from(data, (value, i) => Math.abs(value - (expected[i] ?? 0)));
    expect(Math.max(...off)).toBeLessThan(1e-5);

    // The same in other layouts, orders and dtypes.
    const bytes = (await jpeg({ ...window, jitter }).decode([file])).data;
    const bgr = (await jpeg({ ...window, jitter, order: 'bgr' }).decode([file])).data;
    const halves = await jpeg({ ...window, jitter, dtype: 'float16', layout: 'CHW' }).decode([
      file,
    ]);
    for (let i = 0; i < 1200; i++) {
      for (let c = 0; c < 3; c++) {
        const value = data[c * 1200 + i] ?? 0;
        expect(Math.abs((bytes[i * 3 + c] ?? 0) - value * 255)).toBeLessThan(0.51);
        expect(bgr[i * 3 + 2 - c]).toBe(bytes[i * 3 + c]);
        if (value > 1e-3)
          expect(Math.abs(half(halves.data[c * 1200 + i] ?? 0) - value)).toBeLessThan(5e-4);
      }
    }
  });

  it('is drawn from a stream of its own, so that geometry does not shift', async () => {
    const options = { size: [30, 30], crop: 'random-resized', flip: { horizontal: 0.5 } } as const;
    const keys = BigUint64Array.of(5n, 6n, 7n);
    const files = [file, file, file];
    const plain = await jpeg(options).decode(files, { keys });
    const none = await jpeg({ ...options, jitter: { brightness: [1, 1] } }).decode(files, { keys });
    expect(none.data).toEqual(plain.data);
    const jitter = { brightness: [0.5, 1] as const };
    const darker = await jpeg({ ...options, jitter }).decode(files, { keys });
    const factors = [0, 1, 2].map((i) => {
      const [a, b] = [row(darker, i).data, row(plain, i).data];
      const factor = a.reduce((sum, v) => sum + v, 0) / b.reduce((sum, v) => sum + v, 0);
      a.forEach((value, at) => {
        expect(Math.abs(value - (b[at] ?? 0) * factor)).toBeLessThan(2);
      });
      return factor;
    });
    expect(new Set(factors.map((factor) => factor.toFixed(2))).size).toBe(3);
    const single = await jpeg({ ...options, jitter }).decode([file], { keys: keys.slice(2) });
    expect(row(single, 0).data).toEqual(row(darker, 2).data);
  });

  it('is contrast alone for grey images, and leaves alpha', async () => {
    const jitter = { contrast: [0, 0] as const, saturation: 3 };
    const gray = await jpeg({ ...window, channels: 1, jitter }).decode([file]);
    expect(new Set(gray.data).size).toBe(1);
    const rgba = await jpeg({ ...window, channels: 4, jitter: { brightness: [0, 0] } }).decode([
      file,
    ]);
    expect([...rgba.data.subarray(0, 8)]).toEqual([0, 0, 0, 255, 0, 0, 0, 255]);
  });

  it('refuses what is no range', () => {
    for (const brightness of [-1, Number.NaN, [1, 0.5], [-1, 1]] as const)
      expect(() => jpeg({ ...window, jitter: { brightness } })).toThrow(/jitter.brightness/);
    expect(() => jpeg({ jitter: {} } as never)).toThrow(/jitter/);
    expect(() => jpeg({ ...window, channels: 4, order: 'cmyk', jitter: {} })).toThrow(/cmyk/);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jpeg } from '../src/index.ts';
import { fixturePath } from './fixtures.ts';

const files = readdirSync(fixturePath('resized'));

describe('resample', () => {
  it('has references for every filter', () => {
    expect(files).toHaveLength(20);
  });

  it.each(files)('is within one level of %s', async (file) => {
    const [, name, width, height, resample] = /^(\w+)-(\d+)x(\d+)-(\w+)\.bin$/.exec(file) ?? [];
    const reference = readFileSync(fixturePath(`resized/${file}`));
    const size = [Number(height), Number(width)] as const;
    const decoder = jpeg({ size, fit: 'stretch', resample: resample as 'area', exact: true });
    const batch = await decoder.decode([fixturePath(`${name}.jpg`)]);
    expect(batch.data).toHaveLength(reference.length);
    const off = Array.from(batch.data, (value, i) => Math.abs(value - (reference[i] ?? 0)));
    // nearest copies pixels; the others differ by where each library rounds.
    expect(Math.max(...off)).toBeLessThanOrEqual(resample === 'nearest' ? 0 : 1);
    expect(off.reduce((sum, value) => sum + value) / off.length).toBeLessThan(0.25);
  });
});

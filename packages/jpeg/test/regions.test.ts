import { describe, expect, it } from 'vitest';
import { decodeJpegSync } from '../src/index.ts';
import { expected, fixture } from './fixtures.ts';

// The widest takes long; 12-bit samples are refused.
const names = Object.keys(expected).filter((name) => !/widest|bits12|one-pixel/.test(name));

describe.each(['turbo', 'ijg'] as const)('%s', (backend) => {
  it.each(names)('decodes every region of %s as that part of the whole', (name) => {
    const bytes = fixture(name);
    const whole = decodeJpegSync(bytes, { backend });
    const [height = 0, width = 0] = whole.shape;
    for (let offset = 0; offset <= 33; offset++) {
      for (const extent of [1, 2, 15, 32, 1000]) {
        const x = Math.min(offset, width - 1);
        const y = Math.min((offset * 7) % 34, height - 1);
        const region = {
          x,
          y,
          width: Math.min(extent, width - x),
          height: Math.min(extent + 1, height - y),
        };
        const part = decodeJpegSync(bytes, { backend, region });
        for (let line = 0; line < region.height; line++) {
          const at = ((y + line) * width + x) * 3;
          const row = part.data.subarray(line * region.width * 3, (line + 1) * region.width * 3);
          const same = Buffer.compare(row, whole.data.subarray(at, at + region.width * 3)) === 0;
          expect(same, `${JSON.stringify(region)}, line ${line}`).toBe(true);
        }
      }
    }
  });
});

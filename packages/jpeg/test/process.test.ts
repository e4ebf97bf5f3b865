import { createRequire } from 'node:module';
import { platform } from 'node:process';
import { describe, expect, it } from 'vitest';
import { decodeJpeg, decodeJpegSync } from '../src/index.ts';
import { exportedSymbols } from './exported-symbols.ts';
import { expected, fixture, sha256 } from './fixtures.ts';

const name = 's420.jpg';
const { djpeg, djpeg9 } = expected[name]!;

/** Both backends, many at once: each must give its own library's pixels. */
async function interleave() {
  const images = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      decodeJpeg(fixture(name), { backend: i % 2 ? 'ijg' : 'turbo' }),
    ),
  );
  for (const [i, image] of images.entries()) {
    expect(sha256(image)).toBe(i % 2 ? djpeg9[''] : djpeg['']);
  }
}

describe('in one process', () => {
  it('both backends keep to their own library, also beside another libjpeg', async () => {
    await interleave();
    // sharp brings a libjpeg of its own (mozjpeg's), whose symbols must not meet ours.
    const { default: sharp } = await import('sharp');
    const theirs = await sharp(fixture(name)).raw().toBuffer();
    expect(theirs).toHaveLength(97 * 75 * 3);
    await Promise.all([interleave(), sharp(fixture(name)).jpeg().toBuffer()]);
  });

  it('memory stays flat, bad files among them', () => {
    const good = fixture(name);
    const progressive = fixture('progressive.jpg');
    const bad = good.subarray(0, good.length / 2);
    const into = new Uint8Array(97 * 75 * 3);
    const round = () => {
      for (let i = 0; i < 1000; i++) {
        decodeJpegSync(i % 2 ? good : progressive, { into, backend: i % 3 ? 'turbo' : 'ijg' });
        try {
          decodeJpegSync(bad, { into });
        } catch {}
      }
    };
    round();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 4; i++) round();
    const grown = process.memoryUsage().rss - before;
    expect(grown).toBeLessThan(24 << 20); // 8,000 images of 22 kB would be 170 MB
  });

  it.skipIf(platform !== 'linux')('the addon exports the entry points of Node-API alone', () => {
    const require = createRequire(import.meta.url);
    const native = require.resolve('@dareblopy/native/package.json');
    const addon = `${native.slice(0, -'package.json'.length)}prebuilds/linux-${process.arch}/dareblopy.node`;
    const names = exportedSymbols(addon);
    expect(names).not.toEqual([]);
    for (const symbol of names)
      expect(symbol).toMatch(/^(napi_register_module_v\d+|node_api_module_get_api_version_v\d+)$/);
  });
});

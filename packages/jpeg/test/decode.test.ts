import { describe, expect, it } from 'vitest';
import { decodeJpeg, decodeJpegSync, jpegBackends, setDefaultJpegBackend } from '../src/index.ts';
import { expected, fixture, fixturePath, sha256 } from './fixtures.ts';

/** djpeg's switches as our options. */
const settings = {
  '': {},
  '-grayscale': { channels: 1 },
  '-nosmooth': { fancyUpsampling: false },
  '-dct fast': { dct: 'ifast' },
  '-scale 1/8': { dctScale: 1 / 8 },
  '-scale 3/8': { dctScale: 3 / 8 },
  '-scale 1/2': { dctScale: 1 / 2 },
  '-scale 7/8': { dctScale: 7 / 8 },
  '-scale 2/1': { dctScale: 2 },
} as const;

const names = Object.keys(expected);

describe('backends', () => {
  it('are both embedded, and say what they are', () => {
    expect(jpegBackends().map(({ name }) => name)).toEqual(['turbo', 'ijg']);
    expect(jpegBackends()[0]?.library).toBe('libjpeg-turbo');
    expect(jpegBackends()[1]).toMatchObject({ library: 'IJG libjpeg', version: '9f' });
  });

  it('can be chosen for all calls that name none', async () => {
    const ijg = await decodeJpeg(fixture('s420.jpg'), { backend: 'ijg' });
    setDefaultJpegBackend('ijg');
    const byDefault = await decodeJpeg(fixture('s420.jpg'));
    setDefaultJpegBackend('turbo');
    expect(sha256(byDefault)).toBe(sha256(ijg));
    expect(sha256(await decodeJpeg(fixture('s420.jpg')))).not.toBe(sha256(ijg));
    expect(() => setDefaultJpegBackend('mozjpeg' as never)).toThrow(TypeError);
  });
});

describe.each(names)('%s', (name) => {
  const { djpeg, djpeg9, pillow } = expected[name] ?? { djpeg: {}, djpeg9: {}, pillow: null };

  it.each(Object.entries(settings))('is bit-exact with djpeg %s', async (key, options) => {
    const hash = djpeg[key];
    if (hash == null) {
      await expect(decodeJpeg(fixture(name), options)).rejects.toMatchObject({
        code: 'JPEG_UNSUPPORTED',
      });
    } else {
      expect(sha256(await decodeJpeg(fixture(name), options))).toBe(hash);
    }
  });

  const ijg = Object.entries(settings).filter(([key]) => djpeg9[key] != null);
  if (ijg.length > 0)
    it('is bit-exact with IJG djpeg at every setting', async () => {
      for (const [key, options] of ijg) {
        const image = await decodeJpeg(fixture(name), { ...options, backend: 'ijg' });
        expect(sha256(image), key).toBe(djpeg9[key]);
      }
    });

  if (pillow !== null)
    it('is bit-exact with Pillow', () => {
      expect(sha256(decodeJpegSync(fixturePath(name)))).toBe(pillow);
    });
});

import { describe, expect, it } from 'vitest';
import { nativeSideOf } from '../src/extend.ts';
import { from, raw, scalar, text } from '../src/index.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('from', () => {
  it('decodes a part of the sample, natively where the decoder does', async () => {
    const samples = [
      { image: bytes(1, 2), caption: bytes(104, 105) },
      { image: bytes(3, 4), caption: bytes(33) },
    ];
    const image = from((s: (typeof samples)[number]) => s.image, raw([2], 'uint8'));
    expect(nativeSideOf(image)).toBeDefined();
    expect(await image.decode(samples)).toEqual({
      dtype: 'uint8',
      shape: [2, 2],
      data: bytes(1, 2, 3, 4),
    });
    const nested = from((s: { inner: (typeof samples)[number] }) => s.inner, image);
    const wrapped = samples.map((inner) => ({ inner }));
    expect((await nested.decode(wrapped)).data).toEqual(bytes(1, 2, 3, 4));
    const caption = from((s: (typeof samples)[number]) => s.caption, text());
    expect((await caption.decode(samples)).data).toEqual(['hi', '!']);
    const length = from(
      (s: (typeof samples)[number]) => s.caption,
      scalar('uint8', (b) => b.length),
    );
    expect((await length.decode(samples)).data).toEqual(bytes(2, 1));
  });

  it('refuses what is no function', () => {
    expect(() => from('image' as never, text())).toThrow(TypeError);
  });
});

describe('scalar', () => {
  it('makes a column of each dtype', async () => {
    const column = async (dtype: Parameters<typeof scalar>[0], ...values: unknown[]) =>
      (await scalar(dtype, (value) => value as never).decode(values)).data;
    expect(await column('float32', 0.5, -1)).toEqual(Float32Array.of(0.5, -1));
    expect(await column('float64', 0.1)).toEqual(Float64Array.of(0.1));
    expect(await column('int64', 3n, -4)).toEqual(BigInt64Array.of(3n, -4n));
    expect(await column('bool', true, false)).toEqual(Uint8Array.of(1, 0));
    expect(await column('uint32', 2 ** 32 - 1)).toEqual(Uint32Array.of(2 ** 32 - 1));
  });

  it.each([
    ['uint8', 256],
    ['int8', -129],
    ['int32', 0.5],
    ['uint16', Number.NaN],
    ['int64', 2 ** 63],
    ['int64', 2n ** 63n],
    ['float32', '1'],
    ['bool', 1],
  ] as const)('refuses for %s what it cannot hold: %s', async (dtype, value) => {
    await expect(scalar(dtype, () => value as never).decode([0])).rejects.toThrow(RangeError);
  });
});

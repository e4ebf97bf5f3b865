import { describe, expect, expectTypeOf, it } from 'vitest';
import { raw, row, text } from '../src/index.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('raw', () => {
  it('makes a batch of samples that are arrays already', async () => {
    const batch = await raw([2], 'uint16').decode([bytes(1, 0, 2, 0), bytes(3, 0, 4, 1)]);
    expectTypeOf(batch.data).toEqualTypeOf<Uint16Array>();
    expect(batch).toEqual({ dtype: 'uint16', shape: [2, 2], data: Uint16Array.of(1, 2, 3, 260) });
    const big = await raw([], 'float32', { endian: 'big' }).decode([bytes(0x3f, 0x80, 0, 0)]);
    expect(big).toEqual({ dtype: 'float32', shape: [1], data: Float32Array.of(1) });
  });

  it('names the sample that has another size', async () => {
    const error = await raw([2], 'uint8')
      .decode([bytes(1, 2), bytes(1)])
      .catch((e) => e);
    expect(error).toMatchObject({ code: 'SHAPE_MISMATCH', expected: 2, actual: 1 });
  });

  it('fills a batch of an earlier call', async () => {
    const decoder = raw([2], 'uint8');
    const batch = await decoder.decode([bytes(1, 2), bytes(3, 4)]);
    const again = await decoder.decode([bytes(5, 6), bytes(7, 8)], { into: batch });
    expect(again.data).toBe(batch.data);
    expect([...batch.data]).toEqual([5, 6, 7, 8]);
    await expect(
      decoder.decode([bytes(5, 6)], { into: row(batch, 0) as never }),
    ).resolves.toBeTruthy();
    await expect(decoder.decode(Array(3).fill(bytes(1, 2)), { into: batch })).rejects.toThrow(
      RangeError,
    );
  });

  it('makes an empty batch of no samples', async () => {
    expect(await raw([2], 'uint8').decode([])).toEqual({
      dtype: 'uint8',
      shape: [0, 2],
      data: bytes(),
    });
  });
});

describe('text', () => {
  it('checks UTF-8', async () => {
    const encode = (value: string) => new TextEncoder().encode(value);
    const batch = await text().decode([encode('héllo'), encode(''), encode('語')]);
    expect(batch).toEqual({ dtype: 'string', shape: [3], data: ['héllo', '', '語'] });
    await expect(text().decode([bytes(0x61, 0xff)])).rejects.toMatchObject({
      code: 'TEXT_INVALID_UTF8',
      offset: 1,
    });
  });
});

describe('row', () => {
  it('is a view of one row of every column', async () => {
    const batch = { a: await raw([2], 'uint8').decode([bytes(1, 2), bytes(3, 4)]) };
    const second = row(batch, 1);
    second.a.data[0] = 9;
    expect(second.a.shape).toEqual([2]);
    expect([...batch.a.data]).toEqual([1, 2, 9, 4]);
    expect(() => row(batch, 2)).toThrow(RangeError);
  });
});

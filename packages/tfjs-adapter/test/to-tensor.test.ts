import type { NDArray } from '@dareblopy/core';
import { isDareblopyError } from '@dareblopy/core';
import { zeros } from '@dareblopy/core/extend';
import { takeBack } from '@dareblopy/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fromTensor, toTensor, toTensors } from '../src/index.ts';
import { useBackend } from './backend.ts';

beforeAll(useBackend);
afterEach(() => tf.disposeVariables());

const image: NDArray<'float32'> = {
  dtype: 'float32',
  shape: [2, 2],
  data: Float32Array.of(1, 2.5, -3, 4),
};

describe('toTensor', () => {
  it.each<[NDArray, tf.DataType, (number | string)[]]>([
    [image, 'float32', [1, 2.5, -3, 4]],
    [{ dtype: 'float64', shape: [1], data: Float64Array.of(0.1) }, 'float32', [Math.fround(0.1)]],
    [{ dtype: 'uint8', shape: [2], data: Uint8Array.of(0, 255) }, 'int32', [0, 255]],
    [{ dtype: 'int8', shape: [2], data: Int8Array.of(-128, 127) }, 'int32', [-128, 127]],
    [{ dtype: 'uint16', shape: [1], data: Uint16Array.of(65535) }, 'int32', [65535]],
    [{ dtype: 'int16', shape: [1], data: Int16Array.of(-32768) }, 'int32', [-32768]],
    [{ dtype: 'uint32', shape: [1], data: Uint32Array.of(2 ** 31 - 1) }, 'int32', [2 ** 31 - 1]],
    [{ dtype: 'int32', shape: [1], data: Int32Array.of(-7) }, 'int32', [-7]],
    [{ dtype: 'int64', shape: [1], data: BigInt64Array.of(-(2n ** 31n)) }, 'int32', [-(2 ** 31)]],
    [{ dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) }, 'bool', [1, 0]],
    [{ dtype: 'string', shape: [2], data: ['a', 'ü'] }, 'string', ['a', 'ü']],
    [{ dtype: 'bytes', shape: [1], data: [Uint8Array.of(104, 105)] }, 'string', ['hi']],
    [{ dtype: 'float32', shape: [], data: Float32Array.of(9) }, 'float32', [9]],
    [{ dtype: 'float32', shape: [0, 3], data: new Float32Array() }, 'float32', []],
  ])('%o', async (array, dtype, values) => {
    const tensor = toTensor(array);
    expect(tensor.dtype).toBe(dtype);
    expect(tensor.shape).toEqual(array.shape);
    expect(Array.from(await tensor.data())).toEqual(values);
    tensor.dispose();
  });

  it('decodes float16', async () => {
    // 1, -2, the smallest subnormal, the largest finite, infinity, NaN, -0, 1/3 rounded
    const data = Uint16Array.of(0x3c00, 0xc000, 1, 0x7bff, 0x7c00, 0x7e00, 0x8000, 0x3555);
    const expected = [1, -2, 2 ** -24, 65504, Infinity, NaN, -0, 0.333251953125];
    const tensor = toTensor({ dtype: 'float16', shape: [8], data });
    expect([...(await tensor.data())]).toEqual(expected);
  });

  it('converts to the dtype asked for', async () => {
    const bytes: NDArray = { dtype: 'uint8', shape: [2], data: Uint8Array.of(0, 255) };
    expect((await toTensor(bytes, { dtype: 'float32' }).data()).join()).toBe('0,255');
    const wide: NDArray = { dtype: 'int64', shape: [1], data: BigInt64Array.of(2n ** 40n) };
    expect([...(await toTensor(wide, { dtype: 'float32' }).data())]).toEqual([2 ** 40]);
    expect(() => toTensor(image, { dtype: 'int32' })).toThrow(TypeError);
    expect(() => toTensor({ ...bytes, dtype: 'uint8' }, { dtype: 'string' })).toThrow(TypeError);
  });

  it.each<NDArray>([
    { dtype: 'int64', shape: [2], data: BigInt64Array.of(0n, 2n ** 31n) },
    { dtype: 'int64', shape: [2], data: BigInt64Array.of(0n, 2n ** 32n) },
    { dtype: 'int64', shape: [2], data: BigInt64Array.of(0n, -(2n ** 62n) - 1n) },
    { dtype: 'uint32', shape: [2], data: Uint32Array.of(0, 2 ** 31) },
  ])('refuses what int32 cannot hold, and says where: %o', (array) => {
    let error: unknown;
    try {
      toTensor(array);
    } catch (caught) {
      error = caught;
    }
    expect(isDareblopyError(error, 'NUMBER_OUT_OF_RANGE')).toBe(true);
    expect(error).toMatchObject({ record: 1, actual: String(array.data[1]), expected: 'int32' });
  });

  it('owns its memory, unless asked to refer', async () => {
    const array = zeros('float32', [4]);
    const copy = toTensor(array);
    array.data.fill(7);
    expect([...(await copy.data())]).toEqual([0, 0, 0, 0]);
    const bytes: NDArray = { dtype: 'bytes', shape: [1], data: [Uint8Array.of(104)] };
    const text = toTensor(bytes);
    bytes.data[0]!.fill(120);
    expect([...(await text.data())]).toEqual(['h']);
    const view = toTensor(array, { copy: false });
    expect([...(await view.data())]).toEqual([7, 7, 7, 7]);
  });

  it('refuses an array whose batch has gone back', () => {
    const array = zeros('float32', [4]);
    takeBack(array.data.buffer as ArrayBuffer);
    expect(() => toTensor(array)).toThrow(/gone back to the loader/);
  });
});

describe('toTensors', () => {
  it('converts every array of a batch and leaves the rest', async () => {
    const ready = tf.scalar(1);
    const batch = {
      image,
      tags: { values: image, rowSplits: zeros('int64', [3]) },
      views: [image, image],
      name: ['a', 'b'],
      ready,
      when: new Date(0),
    };
    const tensors = toTensors(batch);
    expect([...(await tensors.image.data())]).toEqual([...image.data]);
    expect(tensors.tags.rowSplits.dtype).toBe('int32');
    expect(tensors.views.map((view) => view.shape)).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(tensors.name).toEqual(['a', 'b']);
    expect(tensors.ready).toBe(ready);
    expect(tensors.when).toBe(batch.when);
    const before = tf.memory().numTensors;
    tf.dispose(tensors as unknown as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before - 6);
  });
});

describe('fromTensor', () => {
  it.each<NDArray>([
    image,
    { dtype: 'int32', shape: [3], data: Int32Array.of(1, -2, 3) },
    { dtype: 'bool', shape: [2, 1], data: Uint8Array.of(1, 0) },
    { dtype: 'string', shape: [2], data: ['a', 'ü'] },
  ])('is the inverse: %o', async (array) => {
    expect(await fromTensor(toTensor(array))).toEqual(array);
  });

  it('answers memory that does not change with the tensor', async () => {
    const array = zeros('float32', [2]);
    const tensor = toTensor(array, { copy: false });
    const back = await fromTensor(tensor);
    array.data.fill(5);
    expect([...back.data]).toEqual([0, 0]);
  });

  it('refuses complex64', async () => {
    // WebAssembly's backend cannot make one itself.
    const complex = Object.create(tf.tensor1d([1]), { dtype: { value: 'complex64' } });
    await expect(fromTensor(complex)).rejects.toThrow(TypeError);
  });
});

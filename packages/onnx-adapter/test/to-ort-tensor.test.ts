import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NDArray } from '@dareblopy/core';
import { zeros } from '@dareblopy/core/extend';
import { takeBack } from '@dareblopy/core/internal';
import type { Tensor } from 'onnxruntime-common';
import { Tensor as Theirs } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { toFeeds, toOrtTensor } from '../src/index.ts';
import { models, openSession } from './session.ts';

const arrays: { readonly [dtype: string]: NDArray } = {
  float32: { dtype: 'float32', shape: [2], data: Float32Array.of(1.5, -2) },
  uint8: { dtype: 'uint8', shape: [2], data: Uint8Array.of(0, 255) },
  int8: { dtype: 'int8', shape: [2], data: Int8Array.of(-128, 127) },
  uint16: { dtype: 'uint16', shape: [2], data: Uint16Array.of(1, 65535) },
  int16: { dtype: 'int16', shape: [2], data: Int16Array.of(-32768, 3) },
  int32: { dtype: 'int32', shape: [2], data: Int32Array.of(-(2 ** 31), 3) },
  int64: { dtype: 'int64', shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n) },
  string: { dtype: 'string', shape: [2], data: ['a', 'ü語'] },
  bool: { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) },
  float16: { dtype: 'float16', shape: [2], data: Uint16Array.of(0x3c00, 0xc000) },
  float64: { dtype: 'float64', shape: [2], data: Float64Array.of(0.1, -1e300) },
  uint32: { dtype: 'uint32', shape: [2], data: Uint32Array.of(0, 2 ** 32 - 1) },
};

/** The elements' bytes, whichever typed array of their width has them. */
const bits = (data: Tensor['data'] | NDArray['data']) =>
  Array.isArray(data)
    ? data
    : [...new Uint8Array((data as Uint8Array).buffer, data.byteOffset, data.byteLength)];

describe('toOrtTensor', () => {
  it('gives the runtime every dtype that it has, unconverted', async () => {
    const session = await openSession('echo');
    expect([...session.inputNames].sort()).toEqual(Object.keys(arrays).sort());
    const feeds = toFeeds(arrays, Object.fromEntries(session.inputNames.map((n) => [n, n])));
    const outputs = await session.run(feeds);
    for (const [dtype, array] of Object.entries(arrays)) {
      const output = outputs[`${dtype}_out`]!;
      expect(output.type).toBe(dtype);
      expect(bits(output.data)).toEqual(bits(array.data));
    }
  });

  it('refers to the memory of the array', () => {
    for (const array of Object.values(arrays)) {
      const { data, dims } = toOrtTensor(array);
      expect(dims).toEqual([2]);
      const buffer = Array.isArray(array.data) ? undefined : array.data.buffer;
      expect((data as Uint8Array).buffer).toBe(buffer);
    }
    const part: NDArray = { dtype: 'uint8', shape: [2], data: new Uint8Array(8).subarray(3, 5) };
    expect((toOrtTensor(part).data as Uint8Array).byteOffset).toBe(3);
  });

  it('refuses bytes, and an array whose batch has gone back', () => {
    expect(() => toOrtTensor({ dtype: 'bytes', shape: [0], data: [] })).toThrow(TypeError);
    const array = zeros('float32', [4]);
    takeBack(array.data.buffer as ArrayBuffer);
    expect(() => toOrtTensor(array)).toThrow(/gone back to the loader/);
  });
});

describe('toFeeds', () => {
  const batch = { image: arrays.float32!, name: ['a'] };

  it('names inputs by columns or functions', () => {
    const ready = toOrtTensor(batch.image);
    const feeds = toFeeds(batch, { a: 'image', b: ({ image }) => image, c: () => ready });
    expect(Object.keys(feeds)).toEqual(['a', 'b', 'c']);
    expect(feeds.b!.data).toBe(batch.image.data);
    expect(feeds.c).toBe(ready);
    const theirs = new Theirs('uint8', Uint8Array.of(1), [1]); // of the CommonJS copy
    expect(toFeeds(batch, { d: () => theirs }).d).toBe(theirs);
    expect(toFeeds(batch.image, { x: (array) => array }).x!.dims).toEqual([2]);
  });

  it('names what is not there', () => {
    expect(() => toFeeds(batch, { x: 'nothing' as 'image' })).toThrow(
      "Expected an NDArray for input 'x' but column 'nothing' is missing",
    );
    expect(() => toFeeds(batch, { x: 'name' })).toThrow("column 'name' is object");
  });
});

it('the committed models are what the script makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-onnx-'));
  try {
    execFileSync(process.execPath, [join(models, 'make/make.mjs'), folder]);
    for (const name of ['classifier.onnx', 'echo.onnx', 'fixed.onnx', 'half.onnx']) {
      expect(readFileSync(join(models, name)).equals(readFileSync(join(folder, name)))).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import type { NDArray } from '@dareblopy/core';
import { elementCount } from '@dareblopy/core/extend';
import type { InferenceSession } from 'onnxruntime-common';

/** One sample's part of a model's outputs: each without its first axis, in memory of its own. */
export type OutputRow = { readonly [output: string]: NDArray };

/** @throws TypeError for an output that has no row for each sample. */
export function outputRows(outputs: InferenceSession.ReturnType, rows: number): OutputRow[] {
  const results: Record<string, NDArray>[] = Array.from({ length: rows }, () => ({}));
  for (const [name, output] of Object.entries(outputs)) {
    const { type, dims, data } = output;
    if (dims[0] !== rows) {
      throw new TypeError(
        `Expected a row for each of ${rows} samples in output '${name}' but it is [${dims.join(', ')}]: ` +
          'leave it out of `fetches`',
      );
    }
    const shape = dims.slice(1);
    const size = elementCount(shape);
    for (const [row, result] of results.entries()) {
      const part = (data as Float32Array).slice(row * size, (row + 1) * size);
      result[name] = { dtype: type, shape, data: withoutFloat16Array(type, part) } as NDArray;
    }
  }
  return results;
}

/** An NDArray of float16 has bits, also where the runtime made a Float16Array. */
function withoutFloat16Array(type: string, data: Float32Array): Float32Array | Uint16Array {
  if (type !== 'float16' || (data as unknown) instanceof Uint16Array) return data;
  return new Uint16Array(data.buffer, data.byteOffset, data.length);
}

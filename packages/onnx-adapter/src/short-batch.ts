import type { InferenceSession, Tensor } from 'onnxruntime-common';

import { tensorOver } from './to-ort-tensor.ts';

type Values = Float32Array | string[];

/** The tensor with `rows` rows in all: its own, then zeros (strings: empty). A copy. */
export function padRows(tensor: Tensor, rows: number): Tensor {
  const [own = 0, ...shape] = tensor.dims;
  const values = tensor.data as Values;
  const length = (values.length / Math.max(own, 1)) * rows;
  const dims = [rows, ...shape];
  if (Array.isArray(values)) {
    const padded = new Array<string>(length).fill('');
    for (const [i, value] of values.entries()) padded[i] = value;
    return tensorOver('string', padded, dims);
  }
  const padded = new (values.constructor as Float32ArrayConstructor)(length);
  padded.set(values);
  return tensorOver(tensor.type, padded, dims);
}

/** The first `rows` rows of a tensor, over the same memory. */
export function firstRows(tensor: Tensor, rows: number): Tensor {
  const [all = 0, ...shape] = tensor.dims;
  const values = tensor.data as Values;
  const length = (values.length / Math.max(all, 1)) * rows;
  const part = Array.isArray(values) ? values.slice(0, length) : values.subarray(0, length);
  return tensorOver(tensor.type, part, [rows, ...shape], tensor);
}

/** Outputs of `padded` rows without those that padding brought; others as they are. */
export function trimOutputs(
  outputs: InferenceSession.ReturnType,
  padded: number,
  rows: number,
): InferenceSession.ReturnType {
  const entries = Object.entries(outputs).map(([name, output]) => {
    if (!('dims' in output) || output.dims[0] !== padded) return [name, output];
    if (output.location === 'cpu' || output.location === 'cpu-pinned') {
      return [name, firstRows(output, rows)];
    }
    throw new TypeError(
      `Expected output '${name}' in the CPU's memory, where the rows of a padded batch can be cut off, ` +
        `but it stays at ${output.location}: give the session preferredOutputLocation: 'cpu', ` +
        'or the loader dropLast: true',
    );
  });
  return Object.fromEntries(entries) as InferenceSession.ReturnType;
}

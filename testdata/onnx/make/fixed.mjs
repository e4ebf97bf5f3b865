// Models that fix what others leave open: the batch's size, or float16 pixels.
import { model } from './onnx.mjs';

/** Batches of exactly 4: `image` [4, 3, 2, 2] to `pixels` [4, 12], `id` to `id_out`, and `most`, of no batch at all. */
export function fixed() {
  return model({
    name: 'fixed',
    inputs: [
      ['image', 'float32', [4, 3, 2, 2]],
      ['id', 'int64', [4]],
    ],
    outputs: [
      ['pixels', 'float32', [4, 12]],
      ['id_out', 'int64', [4]],
      ['most', 'float32', []],
    ],
    nodes: [
      { op: 'Flatten', inputs: ['image'], outputs: ['pixels'] },
      { op: 'Identity', inputs: ['id'], outputs: ['id_out'] },
      { op: 'ReduceMax', inputs: ['image'], outputs: ['most'], attributes: { keepdims: 0 } },
    ],
  });
}

/** float16 `image` [N, 3, 8, 8] to float16 `pixels` [N, 192]. */
export function half() {
  return model({
    name: 'half',
    inputs: [['image', 'float16', ['N', 3, 8, 8]]],
    outputs: [['pixels', 'float16', ['N', 192]]],
    nodes: [{ op: 'Flatten', inputs: ['image'], outputs: ['pixels'] }],
  });
}

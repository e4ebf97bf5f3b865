import type { Tensor } from 'onnxruntime-common';
import type { InputType } from './session.ts';
import { isFixed } from './session.ts';

/** @throws TypeError when an input of the model has no feed, or a feed no input. */
export function checkNames(wanted: readonly string[], given: readonly string[]): void {
  const missing = wanted.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !wanted.includes(name));
  if (missing.length === 0 && unknown.length === 0) return;
  throw new TypeError(
    `Expected feeds for the inputs ${wanted.join(', ')} but received ${given.join(', ') || 'none'}`,
  );
}

/**
 * Holds a tensor to what the model says of its input: dtype, rank, and every extent that is fixed but the
 * first, which is the batch's.
 *
 * @param from where the tensor came from, in words: "column 'image'".
 * @throws TypeError that names input, column, both sides, and what would mend it.
 */
export function checkFeed(input: string, wanted: InputType, tensor: Tensor, from: string): void {
  const { type, shape } = wanted;
  const expected = `${type} [${shape.join(', ')}] for input '${input}'`;
  const received = `${from} is ${tensor.type} [${tensor.dims.join(', ')}]`;
  if (tensor.type !== type) {
    throw new TypeError(`Expected ${expected} but ${received}: ${dtypeMend(type, tensor.type)}`);
  }
  if (shape.length === 0) return;
  const fits =
    tensor.dims.length === shape.length &&
    shape.every((extent, axis) => axis === 0 || !isFixed(extent) || extent === tensor.dims[axis]);
  if (!fits) throw new TypeError(`Expected ${expected} but ${received}${shapeMend(shape, tensor)}`);
}

const PIXELS = ['float16', 'float32', 'uint8'];

function dtypeMend(wanted: string, given: string): string {
  if (PIXELS.includes(wanted) && PIXELS.includes(given)) {
    return `give its decoder dtype: '${wanted}'`;
  }
  if (wanted === 'int32' && given === 'int64') {
    return "narrow it where it is parsed: fixedLen([], 'int64', { as: 'int32' })";
  }
  if (wanted === 'int64' && given === 'int32') {
    return 'let its function answer bigints, or parse it as int64';
  }
  return `give it a decoder of that dtype, such as scalar('${wanted}', ...), or convert it in the feed's function`;
}

function shapeMend(wanted: readonly (number | string)[], { dims }: Tensor): string {
  if (wanted.length !== 4 || dims.length !== 4) return '';
  const [, a, b, c] = wanted;
  const [, x, y, z] = dims;
  if (matches(a, z) && matches(b, x) && matches(c, y)) return ": give its decoder layout: 'CHW'";
  if (matches(a, y) && matches(b, z) && matches(c, x)) return ": give its decoder layout: 'HWC'";
  if (matches(a, x)) return `: give its decoder size: [${b}, ${c}]`;
  return '';
}

const matches = (wanted: number | string | undefined, given: number | undefined) =>
  !isFixed(wanted) || wanted === given;

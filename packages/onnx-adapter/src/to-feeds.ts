import type { NDArray } from '@dareblopy/core';
import { isNDArray } from '@dareblopy/core';
import type { Tensor } from 'onnxruntime-common';
import { isTensor, toOrtTensor } from './to-ort-tensor.ts';

/** What goes into one input of a model: a column of the batch, by name or made by a function. */
export type Feed<B> = (keyof B & string) | ((batch: B) => NDArray | Tensor);

/** The model's inputs by name. */
export type FeedMap<B> = { readonly [input: string]: Feed<B> };

/**
 * The `feeds` of `session.run`, over the batch's own memory: `{ input: 'image' }` gives the column
 * `image` to the model's input `input`.
 *
 * @throws TypeError when the batch has no such column, or it is not an array.
 */
export function toFeeds<B>(batch: B, feeds: FeedMap<B>): Record<string, Tensor> {
  const entries = Object.entries(feeds).map(([input, feed]) => {
    const value: unknown = typeof feed === 'function' ? feed(batch) : batch[feed];
    if (isTensor(value)) return [input, value];
    if (isNDArray(value)) return [input, toOrtTensor(value)];
    const name = typeof feed === 'function' ? 'what its function answers' : `column '${feed}'`;
    throw new TypeError(
      `Expected an NDArray for input '${input}' but ${name} is ${value === undefined ? 'missing' : typeof value}`,
    );
  });
  return Object.fromEntries(entries) as Record<string, Tensor>;
}

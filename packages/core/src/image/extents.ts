import type { NDArray } from '../array/nd-array.ts';
import { oneOf, unexpected } from './expect.ts';
import type { Layout } from './image-options.ts';

/** Height, width and channels of an image that is to be encoded. Two axes are one channel. */
export interface ImageExtents {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly layout: Layout;
}

/**
 * The extents of `image`.
 *
 * @throws TypeError unless it has two axes, or three of which the channels' is one of `allowed`.
 */
export function extentsOf(
  image: NDArray,
  layout: Layout = 'HWC',
  allowed: readonly number[] = [1, 3],
): ImageExtents {
  oneOf('layout', layout, ['HWC', 'CHW']);
  const { shape } = image;
  const flat = shape.length === 2;
  const [height = 0, width = 0, channels = 0] = flat
    ? [...shape, 1]
    : layout === 'HWC'
      ? shape
      : [shape[1], shape[2], shape[0]];
  const axes = flat || shape.length === 3;
  if (!axes || height < 1 || width < 1 || !allowed.includes(channels)) {
    const list = allowed.join(', ').replace(/, (\d)$/, ' or $1');
    const expected = `[height, width, ${list}], or [${list}, height, width] with layout CHW,`;
    throw unexpected('shape', expected, `[${shape.join(', ')}]`);
  }
  return { width, height, channels, layout };
}

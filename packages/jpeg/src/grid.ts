import { writeFile } from 'node:fs/promises';
import type { NDArray } from '@dareblopy/core';
import { isNDArray, row } from '@dareblopy/core';
import type { Layout, Normalize } from '@dareblopy/core/internal';
import { between, integer, oneOf, unexpected } from '@dareblopy/core/internal';
import { encodeJpeg } from './encode-jpeg.ts';
import { halfToNumber, toShades } from './shades.ts';
import { drawText, textHeight } from './text.ts';

/** uint8 or float images: one batch, or single images of any sizes. */
export type GridImages =
  | NDArray<'uint8' | 'float16' | 'float32'>
  | readonly NDArray<'uint8' | 'float16' | 'float32'>[];

export interface GridOptions {
  /** Images side by side. Default 8, or as many as there are. */
  readonly columns?: number;
  /** Pixels around each image. Default 2. */
  readonly padding?: number;
  /** Shade between the images, 0 to 255. Default 0. */
  readonly background?: number;
  /** A line of ASCII text under each image. */
  readonly labels?: readonly string[];
  /** How the images are laid out. Default: channels are wherever an extent of 1, 3 or 4 stands, last or first. */
  readonly layout?: Layout;
  /** Floats: what black and white are. Default: [0, 1] if all values are, else the least and the greatest. */
  readonly range?: readonly [black: number, white: number];
  /** Floats: the normalisation to undo, as it was given to `jpeg()`. */
  readonly normalize?: Normalize;
}

interface Cell {
  readonly height: number;
  readonly width: number;
  /** RGB. */
  readonly pixels: Uint8Array;
}

function isBatch(images: GridImages): images is Exclude<GridImages, readonly unknown[]> {
  return !Array.isArray(images);
}

function imagesOf(images: GridImages): readonly NDArray<'uint8' | 'float16' | 'float32'>[] {
  if (!isBatch(images)) {
    for (const image of images) {
      if (!isNDArray(image)) throw unexpected('images', 'a batch, or an array of images', image);
    }
    return images;
  }
  if (!isNDArray(images)) throw unexpected('images', 'a batch, or an array of images', images);
  if (images.shape.length !== 4) {
    throw unexpected('images', 'a batch of four axes', `shape [${images.shape.join(', ')}]`);
  }
  return Array.from({ length: images.shape[0] ?? 0 }, (_, i) => row(images, i) as never);
}

function layoutOf(shape: readonly number[], layout: Layout | undefined): Layout {
  if (layout !== undefined) return layout;
  const isChannels = (extent: number | undefined) => extent === 1 || extent === 3 || extent === 4;
  if (isChannels(shape[2])) return 'HWC';
  if (isChannels(shape[0])) return 'CHW';
  throw unexpected('images', 'images of 1, 3 or 4 channels', `shape [${shape.join(', ')}]`);
}

/** An image of any dtype and layout as RGB bytes. */
function toCell(image: NDArray<'uint8' | 'float16' | 'float32'>, options: GridOptions): Cell {
  const { shape } = image;
  oneOf('dtype', image.dtype, ['uint8', 'float16', 'float32']);
  const planar = layoutOf(shape, options.layout) === 'CHW';
  const [height = 0, width = 0, channels = 0] = planar ? [shape[1], shape[2], shape[0]] : shape;
  const shades = toShades(image, { channels, planar, ...options });
  const pixels = new Uint8Array(height * width * 3);
  const plane = height * width;
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      const channel = channels < 3 ? 0 : c;
      pixels[i * 3 + c] = shades[planar ? channel * plane + i : i * channels + channel] ?? 0;
    }
  }
  return { height, width, pixels };
}

function place(cell: Cell, canvas: Uint8Array, canvasWidth: number, x: number, y: number): void {
  for (let line = 0; line < cell.height; line++) {
    const from = cell.pixels.subarray(line * cell.width * 3, (line + 1) * cell.width * 3);
    canvas.set(from, ((y + line) * canvasWidth + x) * 3);
  }
}

/**
 * A batch as one picture: uint8 [height, width, 3], images row by row, each in a cell of the largest
 * one's size. Give floats the `range` and `normalize` that `jpeg()` was given: they are undone.
 *
 * @throws TypeError for what is not images.
 */
export async function makeGrid(
  images: GridImages,
  options: GridOptions = {},
): Promise<NDArray<'uint8'>> {
  const list = imagesOf(images);
  if (list.length === 0) throw unexpected('images', 'at least one image', 'none');
  const { padding = 2, background = 0, labels } = options;
  integer('padding', padding, 0, 10_000);
  between('background', background, 0, 255);
  const columns = Math.min(integer('columns', options.columns ?? 8, 1, 100_000), list.length);
  const range = options.range ?? commonRange(list, options);
  const cells = list.map((image) => toCell(image, { ...options, range }));
  const cellWidth = Math.max(...cells.map((cell) => cell.width));
  const cellHeight = Math.max(...cells.map((cell) => cell.height));
  const labelHeight = labels === undefined ? 0 : textHeight + 2;
  const stepX = cellWidth + padding;
  const stepY = cellHeight + labelHeight + padding;
  const width = columns * stepX + padding;
  const height = Math.ceil(list.length / columns) * stepY + padding;
  const data = new Uint8Array(height * width * 3).fill(background);
  cells.forEach((cell, i) => {
    const x = padding + (i % columns) * stepX;
    const y = padding + Math.floor(i / columns) * stepY;
    place(cell, data, width, x, y);
    const label = labels?.[i];
    if (label !== undefined) {
      const ink = background < 128 ? 255 : 0;
      drawText(label, { data, width }, { x, y: y + cellHeight + 1, maxWidth: cellWidth, ink });
    }
  });
  return { dtype: 'uint8', shape: [height, width, 3], data };
}

/** What black and white are, where nobody says: the same for all images. */
function commonRange(
  list: readonly NDArray<'uint8' | 'float16' | 'float32'>[],
  { normalize }: GridOptions,
): readonly [number, number] {
  if (normalize !== undefined) return [0, 1];
  let least = 0;
  let greatest = 1;
  for (const image of list) {
    if (image.dtype === 'uint8') continue;
    for (const stored of image.data) {
      const value = image.dtype === 'float16' ? halfToNumber(stored) : stored;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return [least, greatest];
}

/** {@link makeGrid}, written to `path` as a JPEG of high quality. */
export async function saveGrid(
  path: string | URL,
  images: GridImages,
  options: GridOptions & { readonly quality?: number } = {},
): Promise<void> {
  const grid = await makeGrid(images, options);
  const { quality = 95 } = options;
  await writeFile(path, await encodeJpeg(grid, { quality, subsampling: '4:4:4' }));
}

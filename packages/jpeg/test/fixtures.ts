import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NDArray } from '@dareblopy/core';

const folder = new URL('../../../testdata/jpeg/', import.meta.url);

/** What other decoders make of a file, as SHA-256 of the pixels; null where they refuse. */
export interface Expected {
  readonly djpeg: Readonly<Record<string, string | null>>;
  readonly djpeg9: Readonly<Record<string, string | null>>;
  readonly pillow: string | null;
}

export const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(new URL('expected.json', folder), 'utf8'),
);

export function fixturePath(name: string): string {
  return fileURLToPath(new URL(name, folder));
}

export function fixture(name: string): Buffer {
  return readFileSync(fixturePath(name));
}

export function sha256(image: NDArray<'uint8'>): string {
  return createHash('sha256').update(image.data).digest('hex');
}

/** A picture with gradients and edges, made here. */
export function picture(height: number, width: number, channels = 3): NDArray<'uint8'> {
  const data = new Uint8Array(height * width * channels);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / channels);
    const [x, y, c] = [pixel % width, Math.floor(pixel / width), i % channels];
    data[i] =
      120 + 60 * Math.sin(x * 0.2 + c) + 50 * Math.cos(y * 0.15 - c) + (x % 13 < 3 ? 20 : 0);
  }
  return { dtype: 'uint8', shape: [height, width, channels], data };
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NDArray } from '@dareblopy/core';

const folder = new URL('../../../testdata/png/', import.meta.url);

/** What Pillow (and, of 16 bits, OpenCV) makes of a file, as SHA-256 of the pixels. */
export interface Expected {
  readonly size: readonly [height: number, width: number];
  readonly mode: string;
  readonly rgb: string;
  readonly gray: string;
  readonly rgba?: string;
  /** Laid over (10, 200, 30). */
  readonly over?: string;
  readonly indices?: string;
  readonly uint16?: { readonly channels: number; readonly sha: string };
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

export function sha256(image: NDArray<'uint8' | 'uint16'>): string {
  const { buffer, byteOffset, byteLength } = image.data;
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}

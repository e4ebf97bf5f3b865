import { stat } from 'node:fs/promises';
import { DareblopyError } from '../error.ts';
import type { ByteInput } from '../source/byte-source.ts';
import { toPath } from '../source/items.ts';
import type { NativeByteSource } from '../source/native-byte-source.ts';
import { expandRanges } from './expand-ranges.ts';
import { openFolder } from './open-folder.ts';

/** Files, by path, glob, or anything that has bytes. */
export type FileInputs = ByteInput | readonly ByteInput[];

const wildcard = /[*?[{]/;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function expand(pattern: string): Promise<readonly NativeByteSource[]> {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => wildcard.test(part));
  const folder = parts.slice(0, first).join('/');
  const root = folder !== '' ? folder : pattern.startsWith('/') ? '/' : '.';
  const files = await openFolder(root, { glob: parts.slice(first).join('/') });
  if (files.length === 0) {
    throw new DareblopyError('IO_NOT_FOUND', `no file matches ${pattern}`, { path: pattern });
  }
  return [...files];
}

/**
 * The inputs, in order. A path that is no file itself stands for several: `{000..123}` for all numbers in
 * between, each of which must be there; wildcards for the files that match, by name.
 */
export async function resolveInputs(inputs: FileInputs): Promise<ByteInput[]> {
  const list = Array.isArray(inputs) ? (inputs as readonly ByteInput[]) : [inputs as ByteInput];
  const resolved = await Promise.all(
    list.map(async (input) => {
      if (typeof input !== 'string' || !wildcard.test(input) || (await exists(toPath(input)))) {
        return [input];
      }
      const names = await Promise.all(
        expandRanges(input).map(async (name) => (wildcard.test(name) ? expand(name) : [name])),
      );
      return names.flat();
    }),
  );
  return resolved.flat();
}

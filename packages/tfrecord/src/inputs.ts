import { stat } from 'node:fs/promises';
import type { ByteInput } from '@dareblopy/core';
import { DareblopyError, openFolder } from '@dareblopy/core';
import type { NativeByteSource } from '@dareblopy/core/extend';
import { toPath } from '@dareblopy/core/extend';

/** Files, by path, glob, or anything that has bytes. */
export type RecordInput = ByteInput | readonly ByteInput[];

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

/** The inputs, in order; a path with wildcards that is no file itself stands for the files it matches, by name. */
export async function resolveInputs(inputs: RecordInput): Promise<ByteInput[]> {
  const list = Array.isArray(inputs) ? (inputs as readonly ByteInput[]) : [inputs as ByteInput];
  const resolved = await Promise.all(
    list.map(async (input) => {
      if (typeof input !== 'string' || !wildcard.test(input) || (await exists(toPath(input)))) {
        return [input];
      }
      return expand(input);
    }),
  );
  return resolved.flat();
}

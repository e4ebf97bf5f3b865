import { basename } from 'node:path';
import type { ByteInput, ByteSource } from '@dareblopy/core';
import { openFile } from '@dareblopy/core';
import type { Dataset, Format, OpenOptions } from './dataset.ts';
import { chunksOf, sizeOf } from './dataset.ts';

async function open(sources: readonly ByteInput[], options: OpenOptions): Promise<Dataset> {
  const files = await Promise.all(
    sources.map((source) =>
      typeof source === 'string'
        ? openFile(source, { signal: options.signal })
        : Promise.resolve(source as ByteSource),
    ),
  );
  const names = sources.map((source) =>
    typeof source === 'string' ? basename(source) : (source as ByteSource).name,
  );
  const items = { length: files.length, get: (index: number) => files[index] as ByteSource };
  return {
    kind: 'file',
    path: options.path,
    noun: 'files',
    byteLength: sizeOf(files),
    items,
    chunks: (how) => chunksOf(items, how),
    nameOf: (index) => names[index] as string,
    async close() {
      for (const file of files) await (file as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.();
    },
  };
}

/** A file of no kind that holds others: an item by itself. */
export const fileFormat: Format = { name: 'file', matches: () => true, open };

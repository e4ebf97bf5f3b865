import { existsSync } from 'node:fs';
import type { ByteInput, ByteSource } from '@dareblopy/core';
import { isDareblopyError } from '@dareblopy/core';
import type { TarArchive, TarEntry } from '@dareblopy/tar';
import { openTar, readTar } from '@dareblopy/tar';
import type { Chunk, ChunkOptions, Dataset, Format, OpenOptions } from './dataset.ts';
import { chunksOf } from './dataset.ts';
import { globToRegExp } from './glob.ts';
import { labelOf, sizeOfFile } from './sources.ts';
import { tarSink } from './tar-sink.ts';

const damage = /^TAR_(TRUNCATED|CORRUPT)$/;

async function open(sources: readonly ByteInput[], options: OpenOptions): Promise<Dataset> {
  const { signal } = options;
  const kept = sources.every(
    (source) => typeof source === 'string' && existsSync(`${source}.dbidx`),
  );
  try {
    const how = { signal, ...(kept ? { index: 'cache' } : {}) };
    return indexed(await openTar(sources, how), sources, options);
  } catch (error) {
    // Without the compressed ones' index, or that of a damaged one, entries come in order, up to the damage.
    const damaged = options.onDamage && isDareblopyError(error) && damage.test(error.code);
    if (!damaged && !isDareblopyError(error, 'TAR_COMPRESSED')) throw error;
    return inOrder(sources, options);
  }
}

function indexed(
  archive: TarArchive,
  sources: readonly ByteInput[],
  { path, glob = '**' }: OpenOptions,
): Dataset {
  const items = archive.glob(glob);
  const nameOf = ({ file, name }: TarEntry) =>
    sources.length > 1 ? `${labelOf(sources[file] as ByteInput)}/${name}` : name;
  return {
    kind: 'tar',
    path,
    noun: 'entries',
    byteLength: archive.files.reduce((sum, file) => sum + file.size, 0),
    items,
    chunks: (how) => chunksOf(items, how),
    nameOf: (index) => nameOf(items.get(index)),
    close: () => archive.close(),
  };
}

/** Compressed archives: entries as they come, whose names are kept. */
async function inOrder(sources: readonly ByteInput[], options: OpenOptions): Promise<Dataset> {
  const { path, glob } = options;
  const names: string[] = [];
  const sizes = await Promise.all(sources.map(sizeOfFile));
  return {
    kind: 'tar',
    path,
    noun: 'entries',
    byteLength: sizes.reduce((a, b) => a + b, 0),
    chunks: (how) => chunksInOrder(sources, glob, names, how),
    nameOf: (index) => names[index] ?? `entry ${index}`,
    async close() {},
  };
}

async function* chunksInOrder(
  sources: readonly ByteInput[],
  glob: string | undefined,
  names: string[],
  { count, signal }: ChunkOptions,
): AsyncGenerator<Chunk> {
  names.length = 0;
  const pattern = glob === undefined ? undefined : new RegExp(`^${globToRegExp(glob)}$`);
  let some: ByteSource[] = [];
  const take = (): Chunk => {
    const chunk = { first: names.length - some.length, sources: some };
    some = [];
    return chunk;
  };
  try {
    for await (const entry of readTar(sources, { signal })) {
      if (pattern && !pattern.test(entry.name)) continue;
      names.push(entry.name);
      if (some.push(entry) >= count) yield take();
    }
  } catch (error) {
    if (some.length > 0) yield take(); // what came before the damage is whole
    throw error;
  }
  if (some.length > 0) yield take();
}

/** Opens for its index alone. */
async function index(path: string, signal: AbortSignal) {
  const archive = await openTar(path, { index: 'cache', signal });
  const kept = archive.files[0]?.fromIndexFile === true;
  const { length } = archive;
  await archive.close();
  return { count: length, kept };
}

export const tarFormat: Format = {
  name: 'tar',
  matches: (name) => /\.(tar|tgz|tar\.(gz|gzip|zlib))$/i.test(name),
  open,
  index,
  sink: tarSink,
};

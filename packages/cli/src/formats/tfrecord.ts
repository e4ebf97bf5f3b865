import { existsSync } from 'node:fs';
import type { ByteInput } from '@dareblopy/core';
import { isDareblopyError } from '@dareblopy/core';
import type { TFRecords } from '@dareblopy/tfrecord';
import { openTFRecords, readTFRecords } from '@dareblopy/tfrecord';
import type { Chunk, ChunkOptions, Dataset, Format, OpenOptions } from './dataset.ts';
import { chunksOf } from './dataset.ts';
import { labelOf, sizeOfFile } from './sources.ts';
import { tfrecordSink } from './tfrecord-sink.ts';

async function open(sources: readonly ByteInput[], options: OpenOptions): Promise<Dataset> {
  try {
    return indexed(await openIndexed(sources, options), sources, options);
  } catch (error) {
    if (!isDareblopyError(error, 'TFRECORD_COMPRESSED')) throw error;
    return inOrder(sources, options);
  }
}

/** By number; with `onDamage` as far as the headers lead. */
async function openIndexed(
  sources: readonly ByteInput[],
  { onDamage, signal }: OpenOptions,
): Promise<TFRecords> {
  // Indexes that `dareblopy index` left are used; none is written unasked.
  const kept = sources.every(
    (source) => typeof source === 'string' && existsSync(`${source}.dbidx`),
  );
  const options = { signal, ...(kept ? { index: 'cache' } : {}) };
  try {
    return await openTFRecords(sources, options);
  } catch (error) {
    if (!onDamage || isDareblopyError(error, 'TFRECORD_COMPRESSED')) throw error;
    for (const source of sources) {
      // Which files end early, and where: each is asked by itself.
      await openTFRecords(source, { signal }).then((records) => records.close(), onDamage);
    }
    return openTFRecords(sources, { signal, onCorrupt: 'stop' });
  }
}

function indexed(
  records: TFRecords,
  sources: readonly ByteInput[],
  { path }: OpenOptions,
): Dataset {
  const ends: number[] = [];
  let total = 0;
  for (const file of records.files) {
    total += file.records;
    ends.push(total);
  }
  return {
    kind: 'tfrecord',
    path,
    noun: 'records',
    byteLength: records.files.reduce((sum, file) => sum + file.size, 0),
    items: records,
    chunks: (how) => chunksOf(records, how),
    nameOf: (index) => {
      const file = ends.findIndex((end) => index < end);
      const before = file > 0 ? (ends[file - 1] as number) : 0;
      return `${labelOf(sources[file] as ByteInput)}#${index - before}`;
    },
    close: () => records.close(),
  };
}

async function inOrder(sources: readonly ByteInput[], options: OpenOptions): Promise<Dataset> {
  const sizes = await Promise.all(sources.map(sizeOfFile));
  const starts = new Map<number, number>(); // of each file, the number of its first record
  return {
    kind: 'tfrecord',
    path: options.path,
    noun: 'records',
    byteLength: sizes.reduce((a, b) => a + b, 0),
    chunks: (how) => chunksInOrder(sources, starts, how),
    nameOf: (index) => {
      let file = 0;
      for (const [at, start] of starts) if (start <= index) file = at;
      return `${labelOf(sources[file] as ByteInput)}#${index - (starts.get(file) ?? 0)}`;
    },
    async close() {},
  };
}

/** File by file, so that a broken one does not hide those behind it. */
async function* chunksInOrder(
  sources: readonly ByteInput[],
  starts: Map<number, number>,
  { signal, onDamage }: ChunkOptions,
): AsyncGenerator<Chunk> {
  let first = 0;
  for (const [file, source] of sources.entries()) {
    starts.set(file, first);
    try {
      for await (const block of readTFRecords(source, { signal }).blocks()) {
        yield { first, sources: block.sources, release: () => block.release() };
        first += block.length;
      }
    } catch (error) {
      if (!onDamage || signal.aborted) throw error;
      onDamage(error);
    }
  }
}

/** `a.tfrecord`, `a.tfrecords.gz`, and TensorFlow's own `train.tfrecord-00000-of-00016`. */
const names = /\.(tfrecords?|tfrec)(-\d+-of-\d+)?(\.(gz|gzip|zlib|zz))?$|tfrecord-\d+-of-\d+$/i;

/** Opens for its index alone. */
async function index(path: string, signal: AbortSignal) {
  const records = await openTFRecords(path, { index: 'cache', signal });
  const kept = records.files[0]?.fromIndexFile === true;
  const { length } = records;
  await records.close();
  return { count: length, kept };
}

export const tfrecordFormat: Format = {
  name: 'tfrecord',
  matches: (name) => names.test(name),
  open,
  index,
  sink: tfrecordSink,
};

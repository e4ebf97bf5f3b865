import { isDareblopyError } from '@dareblopy/core';
import { createTFRecords, openTFRecords, readTFRecords } from '@dareblopy/tfrecord';
import type { RecordSink, SinkFormat, SinkOptions } from './sink.ts';

async function create(path: string, { level }: SinkOptions): Promise<RecordSink> {
  const compression = /\.(gz|gzip)$/i.test(path)
    ? 'gzip'
    : /\.(zlib|zz)$/i.test(path)
      ? 'zlib'
      : 'none';
  const writer = await createTFRecords(path, {
    compression,
    ...(level === undefined ? {} : { level: Math.min(level, 9) }),
  });
  return {
    takes: 'records',
    add: (record) => writer.write(record),
    close: () => writer.close(),
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  };
}

async function count(path: string): Promise<number> {
  try {
    const records = await openTFRecords(path);
    const { length } = records;
    await records.close();
    return length;
  } catch (error) {
    if (!isDareblopyError(error, 'TFRECORD_COMPRESSED')) throw error;
  }
  let total = 0;
  for await (const block of readTFRecords(path).blocks()) {
    total += block.length;
    block.release();
  }
  return total;
}

export const tfrecordSink: SinkFormat = { takes: 'records', create, count };

import { createTar, openTar } from '@dareblopy/tar';
import { UsageError } from '../terminal/exit.ts';
import type { FileSink, SinkFormat } from './sink.ts';

/** The time of every entry: the same input gives the same bytes. */
const noTime = new Date(0);

async function create(path: string): Promise<FileSink> {
  if (!/\.tar$/i.test(path))
    throw new UsageError(
      `'${path}' cannot be written: tar archives are written uncompressed, as .tar`,
    );
  const writer = await createTar(path);
  return {
    takes: 'files',
    add: ({ name, bytes }) => writer.add(name, bytes, { modified: noTime }),
    close: () => writer.close(),
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  };
}

async function count(path: string): Promise<number> {
  const archive = await openTar(path);
  const { length } = archive;
  await archive.close();
  return length;
}

export const tarSink: SinkFormat = { takes: 'files', create, count };

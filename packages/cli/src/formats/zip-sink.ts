import { createZip, openZip } from '@dareblopy/zip';
import { extensionOf, kindByName } from '../pictures/kind.ts';
import type { FileSink, Method, OutFile, OutSource, SinkFormat, SinkOptions } from './sink.ts';

/**
 * The time of every entry, so that the same input gives the same bytes: 1980-01-01 00:00, the first that ZIP
 * has. A local date before 1970 is written as that in every time zone, and without the field for UTC.
 */
const noTime = new Date(1950, 0, 1);

/** What deflate does not make smaller. */
const compressed = /^(zip|gz|zst|xz|bz2|7z|lz4|mp3|mp4|m4a|mov|mkv|webm|ogg|flac|npz|woff2?|pdf)$/;

function methodFor(
  { name, method }: Pick<OutFile, 'name' | 'method'>,
  wanted: Method | undefined,
): Method {
  if (wanted) return wanted;
  if (method === 'store' || method === 'deflate' || method === 'lz4') return method;
  return kindByName(name) || compressed.test(extensionOf(name)) ? 'store' : 'deflate';
}

async function create(path: string, { method, level }: SinkOptions): Promise<FileSink> {
  const writer = await createZip(path);
  const optionsFor = (file: Pick<OutFile, 'name' | 'method'>) => ({
    method: methodFor(file, method),
    modified: noTime,
    ...(level === undefined ? {} : { level }),
  });
  function* entriesOf(sources: Iterable<OutSource>) {
    for (const file of sources) yield { name: file.name, source: file.source, ...optionsFor(file) };
  }
  return {
    takes: 'files',
    add: (file) => writer.add(file.name, file.bytes, optionsFor(file)),
    addSources: (sources, signal) => writer.addMany(entriesOf(sources), { signal }),
    close: () => writer.close(),
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  };
}

async function count(path: string): Promise<number> {
  const archive = await openZip(path);
  const { length } = archive;
  await archive.close();
  return length;
}

export const zipSink: SinkFormat = { takes: 'files', create, count };

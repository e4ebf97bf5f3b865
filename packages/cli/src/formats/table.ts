import { extensionOf } from '../pictures/kind.ts';
import { UsageError } from '../terminal/exit.ts';
import type { Format } from './dataset.ts';
import { fileFormat } from './file.ts';
import { folderSink } from './folder-sink.ts';
import type { SinkFormat } from './sink.ts';
import { tarFormat } from './tar.ts';
import { tfrecordFormat } from './tfrecord.ts';
import { zipFormat } from './zip.ts';

/** Every kind of file that holds items, and at last a file that is one itself. A new kind is a row here. */
export const formats: readonly Format[] = [zipFormat, tarFormat, tfrecordFormat, fileFormat];

/** The kind that a file's name, or else its first bytes, tells. */
export function formatOf(name: string, head: Uint8Array = new Uint8Array()): Format {
  const byName = formats.find((format) => format !== fileFormat && format.matches(name));
  return byName ?? formats.find((format) => format.sniff?.(head)) ?? fileFormat;
}

/** Whether files of this name hold others. */
export function isContainer(name: string): boolean {
  return formats.some((format) => format !== fileFormat && format.matches(name));
}

/** How to write a file of this name; a name without an extension, or with a `/` behind, is a folder. */
export function sinkFor(path: string): SinkFormat {
  const format = formats.find((one) => one !== fileFormat && one.matches(path));
  if (format?.sink) return format.sink;
  if (!format && (/[/\\]$/.test(path) || extensionOf(path) === '')) return folderSink;
  const known = formats.filter(({ sink }) => sink).map(({ name }) => `.${name}`);
  throw new UsageError(
    `'${path}' cannot be written: expected a name in ${known.join(' or ')}, or a folder`,
  );
}

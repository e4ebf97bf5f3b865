import type { Format } from './dataset.ts';
import { fileFormat } from './file.ts';
import { tfrecordFormat } from './tfrecord.ts';
import { zipFormat } from './zip.ts';

/**
 * Every kind of file that holds items, and at last a file that is one itself. A new kind is a row here
 * (and a row of sinks in ../sinks/table.ts when it can be written).
 */
export const formats: readonly Format[] = [zipFormat, tfrecordFormat, fileFormat];

/** The kind that a file's name, or else its first bytes, tells. */
export function formatOf(name: string, head: Uint8Array = new Uint8Array()): Format {
  const byName = formats.find((format) => format !== fileFormat && format.matches(name));
  return byName ?? formats.find((format) => format.sniff?.(head)) ?? fileFormat;
}

/** Whether files of this name hold others. */
export function isContainer(name: string): boolean {
  return formats.some((format) => format !== fileFormat && format.matches(name));
}

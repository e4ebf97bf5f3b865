import type { ByteInput } from '@dareblopy/core';
import { isByteSource } from '@dareblopy/core';
import { resolveItems, toPath, withSignal } from '@dareblopy/core/extend';
import { native } from '@dareblopy/native';
import { ZipArchive } from './zip-archive.ts';

export interface OpenZipOptions {
  /** Most bytes of an entry that is read as a whole; slices and streams of larger ones are fine. Default 2^30. */
  readonly maxEntryBytes?: number;
  /** Most entries of the archive. Default 10,000,000. */
  readonly maxEntries?: number;
  /** Most bytes that a compressed byte may become. Default 1032, which deflate cannot exceed. */
  readonly maxRatio?: number;
  /** Whether entries that are read as a whole have their CRC-32 checked. Default true. */
  readonly verify?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Opens an archive: a file by path or URL, bytes in memory, a Blob, or any ByteSource; an archive stored
 * inside another is read in place.
 *
 * @throws DareblopyError ZIP_NOT_AN_ARCHIVE, ZIP_TRUNCATED, ZIP_CORRUPT, ZIP_OVERLAP, ZIP_MULTI_DISK,
 *   LIMIT_EXCEEDED, IO_NOT_FOUND, IO_IS_DIRECTORY, IO_ACCESS_DENIED, IO_ERROR.
 */
export async function openZip(
  source: ByteInput,
  options: OpenZipOptions = {},
): Promise<ZipArchive> {
  const {
    maxEntryBytes = 2 ** 30,
    maxEntries = 10_000_000,
    maxRatio = 1032,
    verify = true,
  } = options;
  for (const [name, limit] of Object.entries({ maxEntryBytes, maxEntries, maxRatio })) {
    if (!(limit >= 0))
      throw new RangeError(`Expected ${name} to be a number from 0 on but received ${limit}`);
  }
  const items = await resolveItems([source], options.signal);
  const limits = { maxEntryBytes, maxEntries, maxRatio, verify };
  const opened = await withSignal(options.signal, (cancel) =>
    native.zipOpen(items, limits, cancel),
  );
  return new ZipArchive(opened, nameOf(source));
}

function nameOf(source: ByteInput): string | undefined {
  if (typeof source === 'string' || source instanceof URL) return toPath(source);
  return isByteSource(source) && 'name' in source ? source.name : undefined;
}

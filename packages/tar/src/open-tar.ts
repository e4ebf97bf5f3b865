import { resolveItems, withSignal } from '@dareblopy/core/extend';
import { resolveInputs, trackPending } from '@dareblopy/core/internal';
import { native } from '@dareblopy/native';
import type { TarInput } from './inputs.ts';
import { TarArchive } from './tar-archive.ts';

export interface OpenTarOptions {
  /**
   * Where the index is kept: 'memory' (default), 'cache' (a file `<name>.dbidx` beside each archive, where
   * the folder can be written), or the path of an index file (with several archives: a list of paths). A
   * kept index is used while the archive's size, time and a checksum of bytes sampled from it are the same.
   */
  readonly index?: 'memory' | 'cache' | (string & {}) | readonly string[];
  /** What to do about a kept index of another archive: make it anew (default), or throw TAR_INDEX_STALE. */
  readonly onStaleIndex?: 'rebuild' | 'throw';
  /** Most bytes of an entry that is read as a whole; slices and streams of larger ones are fine. Default 2^30. */
  readonly maxEntryBytes?: number;
  /** Most entries, of all archives. Default 10,000,000. */
  readonly maxEntries?: number;
  readonly signal?: AbortSignal;
}

/** One of the archives of a set. */
export interface TarFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly entries: number;
  /** Whether its index came from a kept one. */
  readonly fromIndexFile: boolean;
}

/** RangeError for what is no limit. */
export function checkLimit(name: string, limit: number): number {
  if (limit >= 0) return limit;
  throw new RangeError(`Expected ${name} to be a number from 0 on but received ${limit}`);
}

function indexPathsOf(index: OpenTarOptions['index'], archives: number): readonly string[] {
  if (index === undefined || index === 'memory' || index === 'cache') return [];
  const paths = typeof index === 'string' ? [index] : index;
  if (paths.length !== archives) {
    throw new RangeError(
      `Expected an index path an archive (${archives}) but received ${paths.length}`,
    );
  }
  return paths;
}

/**
 * Opens tar archives for random access: the files in them, in the order of the archives. Resolves when the
 * headers were read; several archives are indexed at the same time.
 *
 * ustar, GNU's long names and base-256 numbers, and pax are read; header checksums are checked. Folders,
 * symbolic links and devices have no bytes and are passed over; a hard link is the file that it leads to.
 * Sparse files and parts of several volumes are listed, and refused when they are read (TAR_UNSUPPORTED).
 *
 * @throws DareblopyError TAR_NOT_AN_ARCHIVE, TAR_COMPRESSED (read it in order, with readTar), TAR_TRUNCATED,
 * TAR_CORRUPT, TAR_INDEX_STALE, LIMIT_EXCEEDED, and those of opening a file.
 */
export async function openTar(inputs: TarInput, options: OpenTarOptions = {}): Promise<TarArchive> {
  const { signal, onStaleIndex = 'rebuild' } = options;
  if (onStaleIndex !== 'rebuild' && onStaleIndex !== 'throw') {
    throw new TypeError(`Expected \`onStaleIndex\` to be 'rebuild' or 'throw'`);
  }
  const limits = {
    maxEntryBytes: checkLimit('maxEntryBytes', options.maxEntryBytes ?? 2 ** 30),
    maxEntries: checkLimit('maxEntries', options.maxEntries ?? 10_000_000),
  };
  const resolved = await resolveInputs(inputs);
  const indexPaths = indexPathsOf(options.index, resolved.length);
  const items = await resolveItems(resolved, signal);
  const opened = await withSignal(signal, (cancel) =>
    trackPending(
      items.sets,
      native.tarOpen(
        items,
        {
          ...limits,
          cache: options.index === 'cache',
          staleIsError: onStaleIndex === 'throw',
          indexPaths,
        },
        cancel,
      ),
    ),
  );
  return new TarArchive(opened);
}

import type { ByteInput } from '@dareblopy/core';
import type { ZipArchive, ZipEntry } from '@dareblopy/zip';
import { openZip } from '@dareblopy/zip';
import type { Dataset, Format, OpenOptions } from './dataset.ts';
import { chunksOf } from './dataset.ts';
import { labelOf, sizeOfFile } from './sources.ts';
import { zipSink } from './zip-sink.ts';

async function open(sources: readonly ByteInput[], options: OpenOptions): Promise<Dataset> {
  const archives: ZipArchive[] = [];
  const opened: ByteInput[] = []; // of each archive, where damage leaves some out
  const close = async () => void (await Promise.all(archives.map((archive) => archive.close())));
  try {
    for (const source of sources) {
      try {
        const archive = await openZip(source, { signal: options.signal });
        archives.push(archive);
        opened.push(source);
      } catch (error) {
        if (!options.onDamage || options.signal.aborted) throw error;
        options.onDamage(error);
      }
    }
    const entries = archives.flatMap((archive) => [...archive.glob(options.glob ?? '**')]);
    const sizes = await Promise.all(sources.map(sizeOfFile));
    const several = sources.length > 1;
    const names = several ? namesAcross(archives, opened, options.glob) : [];
    const items = {
      length: entries.length,
      get: (index: number) => entries[index] as ZipEntry,
    };
    return {
      kind: 'zip',
      path: options.path,
      noun: 'entries',
      byteLength: sizes.reduce((a, b) => a + b, 0),
      items: archives.length === 1 && archives[0] ? archives[0].glob(options.glob ?? '**') : items,
      chunks: (how) => chunksOf(items, how),
      nameOf: (index) => names[index] ?? items.get(index).name,
      methodOf: (index) => {
        const { method, compressedSize, isEncrypted } = items.get(index);
        return {
          method: isEncrypted ? `${method}, encrypted` : method,
          storedBytes: compressedSize,
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Of several archives, the entries' names behind the archive's own. */
function namesAcross(
  archives: readonly ZipArchive[],
  sources: readonly ByteInput[],
  glob = '**',
): string[] {
  return archives.flatMap((archive, i) => {
    const label = labelOf(sources[i] as ByteInput);
    return [...archive.glob(glob)].map((entry) => `${label}/${entry.name}`);
  });
}

export const zipFormat: Format = {
  name: 'zip',
  matches: (name) => /\.(zip|npz|jar|cbz)$/i.test(name),
  // A local header, or the end record of an archive without entries.
  sniff: (head) =>
    head[0] === 0x50 &&
    head[1] === 0x4b &&
    (head[2] === 3 || head[2] === 5) &&
    head[3] === head[2] + 1,
  open,
  sink: zipSink,
};

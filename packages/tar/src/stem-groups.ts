import { splitStem } from '@dareblopy/core/internal';
import type { StreamedEntry } from './tar-entry.ts';

/** A sample: its stem, and a file an extension. */
export type StreamedGroup<E extends string> = { key: string } & { [K in E]: StreamedEntry };

/** Files of one stem that follow each other, as samples. */
export async function* groupStems<E extends string>(
  entries: AsyncIterable<StreamedEntry>,
  extensions: readonly E[],
): AsyncGenerator<StreamedGroup<E>> {
  const wanted = new Map(extensions.map((extension) => [extension.toLowerCase(), extension]));
  let group: Partial<StreamedGroup<E>> & { key?: string } = {};
  for await (const entry of entries) {
    const { stem, extension } = splitStem(entry.name);
    const column = wanted.get(extension);
    if (column === undefined) continue;
    if (group.key !== undefined && group.key !== stem) {
      yield whole(group, extensions);
      group = {};
    }
    if (group[column] !== undefined) {
      throw new RangeError(
        `Expected one '${column}' of stem '${stem}' but found another: '${entry.name}'`,
      );
    }
    Object.assign(group, { key: stem, [column]: entry });
  }
  if (group.key !== undefined) yield whole(group, extensions);
}

function whole<E extends string>(
  group: Partial<StreamedGroup<E>>,
  extensions: readonly E[],
): StreamedGroup<E> {
  const missing = extensions.filter((extension) => group[extension] === undefined);
  if (missing.length > 0) {
    throw new RangeError(
      `Expected '${missing.join("', '")}' beside the other files of stem '${group.key}'`,
    );
  }
  return group as StreamedGroup<E>;
}

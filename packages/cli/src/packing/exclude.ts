import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../terminal/exit.ts';

/** Items that are left out. */
export interface Excludes {
  /** Whether the item of the set at `path` is. */
  has(path: string, item: string): boolean;
  /** Lines of the list that no item was asked for with: of another set, or written another way. */
  unused(): number;
}

/**
 * What a list of `verify --list-bad`, or one of names alone, leaves out. Of a set that is bad as a whole
 * (a line without an item) nothing is left out by it: it cannot be opened anyway.
 */
export async function readExcludes(path: string | undefined): Promise<Excludes> {
  if (path === undefined) return { has: () => false, unused: () => 0 };
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message}`);
  });
  const unused = new Set<string>();
  for (const line of text.split('\n')) {
    const [first = '', item] = line.replace(/\r$/, '').split('\t').map(unescapeTabs);
    if (item) unused.add(isRecord(item) ? keyOf('', item) : keyOf(first, item));
    else if (item === undefined && first !== '') unused.add(first);
  }
  const all = new Set(unused);
  return {
    has(set, item) {
      const key = [item, keyOf('', item), keyOf(set, item)].find((one) => all.has(one));
      if (key === undefined) return false;
      unused.delete(key);
      return true;
    },
    unused: () => unused.size,
  };
}

/** Records are called after their file, whatever pattern it was found by. */
function isRecord(item: string): boolean {
  return /#\d+$/.test(item);
}

/** The same for a path however it is written. */
function keyOf(path: string, item: string): string {
  return `${path === '' ? '' : resolve(path)}\t${isRecord(item) ? resolve(item) : item}`;
}

function unescapeTabs(text: string): string {
  return text.replace(/\\(.)/g, (_, c: string) => ({ t: '\t', n: '\n', r: '\r' })[c] ?? c);
}

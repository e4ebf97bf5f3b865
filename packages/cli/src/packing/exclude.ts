import { readFile } from 'node:fs/promises';
import { UsageError } from '../terminal/exit.ts';

/**
 * What a list of `verify --list-bad`, or one of names alone, leaves out. Of a set that is bad as a whole
 * (a line without an item) nothing is left out by it: it cannot be opened anyway.
 */
export async function readExcludes(
  path: string | undefined,
): Promise<(path: string, item: string) => boolean> {
  if (path === undefined) return () => false;
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message}`);
  });
  const anywhere = new Set<string>();
  const within = new Set<string>();
  for (const line of text.split('\n')) {
    const [first = '', item] = line.replace(/\r$/, '').split('\t').map(unescapeTabs);
    if (item) within.add(`${first}\t${item}`);
    else if (item === undefined && first !== '') anywhere.add(first);
  }
  return (set, item) => anywhere.has(item) || within.has(`${set}\t${item}`);
}

function unescapeTabs(text: string): string {
  return text.replace(/\\(.)/g, (_, c: string) => ({ t: '\t', n: '\n', r: '\r' })[c] ?? c);
}

import { readFile } from 'node:fs/promises';
import { classFolders } from '@dareblopy/core';
import { DataError, UsageError } from '../terminal/exit.ts';
import { parseCsv } from './csv.ts';
import type { Unit } from './units.ts';
import { stemOf } from './units.ts';

export interface Label {
  readonly index: number;
  /** The class's name, where it has one. */
  readonly text?: string;
}

/** Labels of units; absent: there are none. */
export interface Labels {
  readonly classes?: readonly string[];
  of(unit: Unit): Label;
}

/**
 * Labels from the names of folders ('folders'), from a CSV of name and label, or none. Left out: from folders,
 * where every unit lies in one, there is more than one, and no `.cls` file says it.
 */
export async function labelsFor(
  units: readonly Unit[],
  from: string | undefined,
): Promise<Labels | undefined> {
  if (from === 'none') return undefined;
  const named = units.filter(
    ({ files }) => files[0]?.name !== undefined && !/^\d{8}$/.test(files[0].name),
  );
  if (from !== undefined && from !== 'folders') return fromCsv(units, from);
  // What lies beside a picture says more than the folder that it is in.
  const hasOwn = units.some(({ files }) => files.some(({ name }) => /\.cls$/i.test(name)));
  if (from === undefined && hasOwn) return undefined;
  const inFolders = named.length > 0 && named.every(({ key }) => key.includes('/'));
  if (!inFolders || named.length < units.length) {
    if (from === undefined) return undefined;
    throw new UsageError('--labels folders needs every item in a folder that is its class');
  }
  const { classes, labelOf } = classFolders(units.map(({ key }) => ({ name: key })));
  if (from === undefined && classes.length < 2) return undefined;
  return {
    classes,
    of({ key }) {
      const index = labelOf({ name: key });
      return { index, text: classes[index] as string };
    },
  };
}

async function fromCsv(units: readonly Unit[], path: string): Promise<Labels> {
  let rows: string[][];
  try {
    rows = parseCsv(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new DataError(`${path}: ${error.message}`);
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const byName = new Map<string, string>();
  for (const [name = '', label] of rows) {
    if (label === undefined) throw new DataError(`${path}: '${name}' has no label behind it`);
    byName.set(name, label);
  }
  const textOf = ({ key, files }: Unit): string | undefined => {
    for (const { name } of files) {
      const found = byName.get(name) ?? byName.get(baseOf(name));
      if (found !== undefined) return found;
    }
    return byName.get(key) ?? byName.get(baseOf(key));
  };
  const texts = new Map(units.map((unit) => [unit, textOf(unit)]));
  const without = units.filter((unit) => texts.get(unit) === undefined);
  if (without.length > 0) {
    const some = without.slice(0, 3).map(({ files, key }) => files[0]?.name ?? key);
    throw new DataError(
      `${path} has no label for ${without.length} of ${units.length} items: ${some.join(', ')}${without.length > 3 ? ', ...' : ''}`,
    );
  }
  const all = [...new Set(texts.values())] as string[];
  if (all.every((text) => /^-?\d{1,15}$/.test(text))) {
    return { of: (unit) => ({ index: Number(texts.get(unit)) }) };
  }
  const classes = all.sort();
  const indices = new Map(classes.map((text, index) => [text, index]));
  return {
    classes,
    of(unit) {
      const text = texts.get(unit) as string;
      return { index: indices.get(text) as number, text };
    },
  };
}

function baseOf(name: string): string {
  return stemOf(name.slice(name.lastIndexOf('/') + 1)) === name
    ? name
    : name.slice(name.lastIndexOf('/') + 1);
}

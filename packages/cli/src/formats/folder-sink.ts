import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '../terminal/exit.ts';
import type { FileSink, SinkFormat } from './sink.ts';

/** Whether a name stays in the folder that it is written to; names in archives are anybody's. */
export function isInside(name: string): boolean {
  const parts = name.split(/[/\\]/);
  return (
    !parts.some((part) => part === '' || part === '.' || part === '..') && !/^[a-z]:|\0/i.test(name)
  );
}

/** A folder beside the wanted one, which takes its name when it is whole. */
async function create(path: string): Promise<FileSink> {
  const temporary = `${path.replace(/[/\\]+$/, '')}.${process.pid}.tmp`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const made = new Set([temporary]);
  return {
    takes: 'files',
    async add({ name, bytes }) {
      if (!isInside(name)) {
        throw new DataError(
          `The name '${name}' leads out of the folder, or is none: it is not written`,
        );
      }
      const file = join(temporary, name);
      const folder = dirname(file);
      if (!made.has(folder)) await mkdir(folder, { recursive: true });
      made.add(folder);
      await writeFile(file, bytes, { flag: 'wx' });
    },
    async close() {
      // A folder cannot be put in the place of one with files in it: the old one is moved away first.
      const old = `${temporary}.old`;
      await rename(path, old).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      await rename(temporary, path);
      await rm(old, { recursive: true, force: true });
    },
    [Symbol.asyncDispose]: () => rm(temporary, { recursive: true, force: true }),
  };
}

async function count(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

export const folderSink: SinkFormat = { takes: 'files', create, count };

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeWhole } from '../files/write-whole.ts';
import { DataError } from '../terminal/exit.ts';
import type { ShardRange } from './shards.ts';
import type { Unit } from './units.ts';

/** What is written beside the shards: before the first, and whole at the end. */
export interface Manifest {
  readonly version: 1;
  /** Whether every shard is there. */
  readonly complete: boolean;
  /** Of the input's names and sizes, and of the options: what was packed otherwise is not mixed with it. */
  readonly fingerprint: string;
  readonly shards: number;
  /** Of the complete: entries or records, and bytes, of all, and of each file. */
  readonly items?: number;
  readonly bytes?: number;
  readonly files?: readonly ManifestFile[];
  readonly classes?: readonly string[];
}

export interface ManifestFile {
  /** Relative to the manifest. */
  readonly file: string;
  /** Entries of an archive, or records. */
  readonly items: number;
  readonly bytes: number;
}

/** What decides the bytes that are written. */
export function fingerprintOf(
  units: readonly Unit[],
  shards: readonly ShardRange[],
  options: unknown,
): string {
  const hash = createHash('sha256').update(JSON.stringify([options, shards]));
  for (const { set, key, files, bytes } of units) {
    hash.update(`\n${set}\t${key}\t${bytes}\t${files.map(({ name }) => name).join('\t')}`);
  }
  return hash.digest('hex').slice(0, 32);
}

export async function readManifest(path: string): Promise<Manifest | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    throw new DataError(`${path} is no manifest: remove it, or choose another --out`);
  }
}

export function writeManifest(path: string, manifest: Manifest): Promise<void> {
  return writeWhole(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

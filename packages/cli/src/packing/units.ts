import { basename } from 'node:path';
import type { ByteSource } from '@dareblopy/core';
import type { Dataset } from '../formats/dataset.ts';
import { sizeOr } from '../formats/dataset.ts';
import { UsageError } from '../terminal/exit.ts';
import type { Excludes } from './exclude.ts';

/** An item of a set that is packed. */
export interface UnitFile {
  /** Its number in the set. */
  readonly index: number;
  /** Its name as it is written; of a record, its number. */
  readonly name: string;
}

/** What stays together: a record, or the files of one stem (`a/0.jpg`, `a/0.cls`), as WebDataset has them. */
export interface Unit {
  /** The set's number. */
  readonly set: number;
  /** The name without extensions. */
  readonly key: string;
  readonly files: readonly UnitFile[];
  /** Bytes of its items, inflated. */
  readonly bytes: number;
}

export interface UnitOptions {
  /** Whether names begin with that of their source. */
  readonly prefix: boolean;
  /** Items to leave out. */
  readonly excludes: Excludes;
  readonly signal: AbortSignal;
}

/** All units of the sets, in their order. Compressed records are read through once for their sizes. */
export async function unitsOf(sets: readonly Dataset[], options: UnitOptions): Promise<Unit[]> {
  const units: Unit[] = [];
  for (const [set, dataset] of sets.entries()) {
    if (dataset.kind === 'tfrecord') await addRecords(units, set, dataset, options);
    else addFiles(units, set, dataset, options);
  }
  return units;
}

async function addRecords(
  units: Unit[],
  set: number,
  dataset: Dataset,
  { excludes, signal }: UnitOptions,
): Promise<void> {
  for await (const { first, sources, release } of dataset.chunks({ count: 4096, signal })) {
    sources.forEach((source, i) => {
      const index = first + i;
      if (excludes.has(dataset.path, dataset.nameOf(index))) return;
      const key = String(units.length).padStart(8, '0');
      units.push({ set, key, files: [{ index, name: key }], bytes: sizeOr(source, 0) });
    });
    release?.();
  }
}

function addFiles(
  units: Unit[],
  set: number,
  dataset: Dataset,
  { excludes, prefix }: UnitOptions,
): void {
  const { items } = dataset;
  if (!items)
    throw new UsageError(
      `${dataset.path} is compressed as a whole and can only be read in order: decompress it first`,
    );
  const stems = new Map<string, { files: UnitFile[]; bytes: number }>();
  for (let index = 0; index < items.length; index++) {
    const shown = dataset.nameOf(index);
    if (excludes.has(dataset.path, shown)) continue;
    const source = items.get(index) as ByteSource;
    const own = dataset.kind === 'file' ? shown : source.name;
    const name = prefix ? `${prefixOf(dataset.path, shown, own)}/${own}` : own;
    const key = stemOf(name);
    const unit = stems.get(key) ?? { files: [], bytes: 0 };
    unit.files.push({ index, name });
    unit.bytes += sizeOr(source, 0);
    stems.set(key, unit);
  }
  for (const [key, unit] of stems) units.push({ set, key, ...unit });
}

/** 'photos' of `photos.zip`; of an archive among several, its own name. */
function prefixOf(path: string, shown: string, own: string): string {
  const archive = shown.length > own.length ? shown.slice(0, -own.length - 1) : path;
  return basename(archive).replace(/(?!^)\.[^.]+$/, '');
}

/** The name up to the first dot of its last part, as WebDataset has it. */
export function stemOf(name: string): string {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 2);
  return dot < 0 ? name : name.slice(0, dot);
}

/** @throws UsageError where two files would have the same name. */
export function checkNames(units: readonly Unit[]): void {
  const seen = new Set<string>();
  for (const { files } of units) {
    for (const { name } of files) {
      if (seen.has(name))
        throw new UsageError(
          `Two items would be called '${name}': --prefix puts the source's name before each`,
        );
      seen.add(name);
    }
  }
}

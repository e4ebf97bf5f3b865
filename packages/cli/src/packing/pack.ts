import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isDareblopyError, openFolder } from '@dareblopy/core';
import type { Dataset } from '../formats/dataset.ts';
import { sizeOf } from '../formats/dataset.ts';
import type { SinkFormat, SinkOptions } from '../formats/sink.ts';
import { DataError, UsageError } from '../terminal/exit.ts';
import type { Io } from '../terminal/io.ts';
import { Progress } from '../terminal/progress.ts';
import type { Labels } from './labels.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { fingerprintOf, readManifest, writeManifest } from './manifest.ts';
import type { PictureChange } from './pictures.ts';
import { SetReader } from './reader.ts';
import type { ShardRange } from './shards.ts';
import { manifestPath, shardPath } from './shards.ts';
import type { Unit } from './units.ts';
import { checkNames } from './units.ts';
import { writeUnits } from './write-shard.ts';

/** A file that was made. */
export interface Packed {
  readonly path: string;
  readonly samples: number;
  readonly bytes: number;
}

export interface PackPlan {
  readonly sets: readonly Dataset[];
  readonly units: readonly Unit[];
  readonly labels: Labels | undefined;
  readonly labelFiles: boolean;
  readonly change: PictureChange | undefined;
  readonly sink: SinkFormat;
  readonly sinkOptions: SinkOptions;
  /** Leave out what cannot be read or changed, instead of stopping. */
  readonly skipBad: boolean;
  readonly overwrite: boolean;
}

export interface PackContext {
  readonly io: Io;
  readonly quiet: boolean;
  /** Is told each item that was left out. */
  readonly onBad: (item: string, error: unknown) => void;
}

/** Bytes of a file, or of the files of a folder; undefined where nothing is there. */
async function sizeOnDisk(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.size;
  const folder = await openFolder(path);
  const bytes = sizeOf(folder);
  await folder.close();
  return bytes;
}

const hint =
  '(--skip-bad leaves such items out; dareblopy verify --list-bad finds all of them for --exclude)';

/** Writes `units` of the plan as one file. It appears when it is whole; what was there before stays till then. */
export class Packer {
  readonly #plan: PackPlan;
  readonly #context: PackContext;
  readonly #readers: SetReader[];
  readonly #progress: Progress;

  constructor(plan: PackPlan, context: PackContext, total: number) {
    const { io, quiet } = context;
    this.#plan = plan;
    this.#context = context;
    this.#readers = plan.sets.map((set) => new SetReader(set, io.signal));
    this.#progress = new Progress(io, 'packing', { total, noun: 'samples', quiet });
    if (plan.sink.takes === 'files') checkNames(plan.units);
  }

  async write(path: string, units: readonly Unit[]): Promise<Packed> {
    const { sets, sink, sinkOptions, labels, labelFiles, change } = this.#plan;
    const { io } = this.#context;
    await using out = await sink.create(path, sinkOptions);
    const samples = await this.#explained(
      writeUnits(units, out, {
        readers: this.#readers,
        areRecords: sets.map(({ kind }) => kind === 'tfrecord'),
        methodOf: (set, index) => sets[set]?.methodOf?.(index).method,
        labels,
        labelFiles,
        change,
        signal: io.signal,
        onBad: (unit, error) => this.#bad(unit, error),
        onDone: () => this.#progress.add(1),
        skipsBad: this.#plan.skipBad,
      }),
    );
    io.signal.throwIfAborted();
    await out.close();
    return { path, samples, bytes: (await sizeOnDisk(path)) ?? 0 };
  }

  /** Of units that need not be written again. */
  pass(units: number): void {
    this.#progress.add(units);
  }

  async close(): Promise<void> {
    this.#progress.clear();
    for (const reader of this.#readers) await reader.close();
  }

  /** What a source is to blame for comes with what can be done about it. */
  async #explained<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.#progress.clear();
      if (!isDareblopyError(error) || /^(IO|OUT)_/.test(error.code)) throw error;
      throw new DataError(`${error.message} [${error.code}]`, hint);
    }
  }

  #bad({ set, files }: Unit, error: unknown): void {
    const dataset = this.#plan.sets[set] as Dataset;
    const item = dataset.nameOf(files[0]?.index ?? 0);
    const { message } = error as Error;
    this.#progress.clear();
    if (this.#plan.skipBad) {
      this.#context.onBad(item, error);
      return;
    }
    throw new DataError(`${dataset.path}: ${item}: ${message}`, hint);
  }
}

/** One file, which is not to be there yet. */
export async function packWhole(
  plan: PackPlan,
  path: string,
  context: PackContext,
): Promise<Packed> {
  await refuseExisting([path], plan);
  const packer = new Packer(plan, context, plan.units.length);
  try {
    return await packer.write(path, plan.units);
  } finally {
    await packer.close();
  }
}

/** @throws UsageError where one of the files is there, unless it may be replaced. */
export async function refuseExisting(
  paths: readonly string[],
  plan: Pick<PackPlan, 'overwrite'>,
): Promise<void> {
  if (plan.overwrite) return;
  for (const path of paths) {
    if ((await sizeOnDisk(path)) !== undefined)
      throw new UsageError(`${path} is there already: --overwrite replaces it`);
  }
}

export interface ShardOptions {
  readonly out: string;
  readonly shards: readonly ShardRange[];
  /** This process's share: every so many shards. */
  readonly rank: number;
  readonly ranks: number;
  /** Write the manifest: all shards have to be there. */
  readonly finish: boolean;
  /** Write shards; false: only the manifest. */
  readonly write: boolean;
  /** What else decides the bytes. */
  readonly options: unknown;
}

/** Shards, each whole or not there; those that are there from an earlier try of the same stay. */
export async function packShards(
  plan: PackPlan,
  { out, shards, rank, ranks, finish, write, options }: ShardOptions,
  context: PackContext,
): Promise<{ files: Packed[]; kept: number; manifest?: string }> {
  const { units } = plan;
  const manifest = manifestPath(out);
  const fingerprint = fingerprintOf(units, shards, options);
  const begun: Manifest = { version: 1, complete: false, fingerprint, shards: shards.length };
  const before = await readManifest(manifest);
  const paths = shards.map((_, i) => shardPath(out, i, shards.length));
  const goesOn = before?.fingerprint === fingerprint;
  if (!goesOn) {
    if (before && !plan.overwrite)
      throw new UsageError(
        `${manifest} is of a pack of other input or options: --overwrite begins anew, or choose another --out`,
      );
    if (write && !before) await refuseExisting(paths, plan);
    if (!write) throw new DataError(`${manifest} is not there: nothing of this was packed yet`);
    await writeManifest(manifest, begun);
  }
  const mine = shards.map((_, i) => i).filter((i) => write && i % ranks === rank);
  const total = mine.reduce((sum, i) => sum + lengthOf(shards[i]), 0);
  const packer = new Packer(plan, context, total);
  const files: Packed[] = [];
  let kept = 0;
  try {
    for (const i of mine) {
      const { begin, end } = shards[i] as ShardRange;
      const path = paths[i] as string;
      if (goesOn && (await sizeOnDisk(path)) !== undefined) {
        kept++;
        packer.pass(end - begin);
      } else files.push(await packer.write(path, units.slice(begin, end)));
    }
  } finally {
    await packer.close();
  }
  if (!finish) return { files, kept };
  await writeManifest(manifest, await completed(plan, begun, paths));
  return { files, kept, manifest };
}

function lengthOf(range: ShardRange | undefined): number {
  return range ? range.end - range.begin : 0;
}

/** Counts what is in the files. */
async function completed(
  { sink, labels }: PackPlan,
  begun: Manifest,
  paths: readonly string[],
): Promise<Manifest> {
  const files: ManifestFile[] = [];
  for (const path of paths) {
    const bytes = await sizeOnDisk(path);
    if (bytes === undefined)
      throw new DataError(`${path} is not there yet: the manifest was not written`);
    files.push({ file: basename(path), items: await sink.count(path), bytes });
  }
  return {
    ...begun,
    complete: true,
    items: files.reduce((sum, { items }) => sum + items, 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
    ...(labels?.classes ? { classes: labels.classes } : {}),
  };
}

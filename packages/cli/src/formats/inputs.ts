import { open as openHandle, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ByteInput, ByteSource } from '@dareblopy/core';
import { openFolder } from '@dareblopy/core';
import { UsageError } from '../terminal/exit.ts';
import type { Dataset, Format, OpenOptions } from './dataset.ts';
import { openFolderSet } from './folder.ts';
import { isRemote, openRemote } from './remote.ts';
import { formatOf, isContainer } from './table.ts';

/** A set that a path stands for, not opened yet. */
export interface Input {
  /** As the user gave it. */
  readonly path: string;
  readonly format: string;
  /** What it is made of. */
  readonly files: readonly ByteInput[];
  open(options: Omit<OpenOptions, 'path'>): Promise<Dataset>;
}

const wildcard = /[*?[{]/;

/**
 * What the paths of a command line stand for: files by their kind (those of one kind that one path stands
 * for are one set), folders, wildcards, remote addresses. Archives and record files inside a folder are
 * opened as what they are.
 *
 * @throws UsageError for a path that is not there.
 */
export async function resolveInputs(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) inputs.push(...(await resolve(path, signal)));
  return inputs;
}

async function resolve(path: string, signal: AbortSignal): Promise<Input[]> {
  if (isRemote(path)) return remoteInputs(path, await openRemote(path, signal));
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return folderInputs(path, signal);
  if (found) return [inputOf(path, formatOf(path, await headOf(path)), [path])];
  if (!wildcard.test(path)) throw new UsageError(`There is no file or folder ${path}`);
  const files = await expand(path, signal);
  if (files.length === 0) throw new UsageError(`No file matches ${path}`);
  return byFormat(path, files);
}

function inputOf(path: string, format: Format, sources: readonly ByteInput[]): Input {
  return {
    path,
    format: format.name,
    files: sources,
    open: (options) => format.open(sources, { ...options, path }),
  };
}

async function folderInputs(path: string, signal: AbortSignal): Promise<Input[]> {
  const listing = await openFolder(path, { signal });
  const names = [...listing].map((file) => file.name);
  await listing.close();
  const containers = names.filter(isContainer);
  const inputs = byFormat(
    path,
    containers.map((name) => join(path, name)),
  );
  if (names.length === containers.length && names.length > 0) return inputs;
  // What `dareblopy index` leaves beside record files is no data.
  const besides = names.filter((name) => name.endsWith('.dbidx') && isContainer(name.slice(0, -6)));
  if (containers.length > 0 && containers.length + besides.length === names.length) return inputs;
  const without = new Set([...containers, ...besides]);
  inputs.push({
    path,
    format: 'folder',
    files: [],
    open: (options) => openFolderSet(path, without, { ...options, path }),
  });
  return inputs;
}

/** The files that match, in the order of their names. */
async function expand(pattern: string, signal: AbortSignal): Promise<string[]> {
  // Windows' own separator; elsewhere it takes a wildcard's meaning away.
  const parts = (sep === '\\' ? pattern.replaceAll('\\', '/') : pattern).split('/');
  const first = parts.findIndex((part) => wildcard.test(part));
  const folder = parts.slice(0, first).join('/');
  const root = folder !== '' ? folder : pattern.startsWith('/') ? '/' : '.';
  const listing = await openFolder(root, { glob: parts.slice(first).join('/'), signal }).catch(
    () => undefined,
  );
  const files = [...(listing ?? [])].map((file) => join(root, file.name));
  await listing?.close();
  return files.filter((file) => !file.endsWith('.dbidx'));
}

/** One input for each kind among the files. */
function byFormat(path: string, files: readonly string[]): Input[] {
  const groups = new Map<Format, string[]>();
  for (const file of files) {
    const format = formatOf(file);
    const group = groups.get(format);
    if (group) group.push(file);
    else groups.set(format, [file]);
  }
  return [...groups].map(([format, sources]) => inputOf(path, format, sources));
}

function remoteInputs(path: string, sources: readonly ByteSource[]): Input[] {
  if (sources.length === 0) throw new UsageError(`No object matches ${path}`);
  const groups = new Map<Format, ByteSource[]>();
  for (const source of sources) {
    const format = formatOf(source.name.replace(/[?#].*$/, ''));
    const group = groups.get(format);
    if (group) group.push(source);
    else groups.set(format, [source]);
  }
  return [...groups].map(([format, list]) => inputOf(path, format, list));
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await openHandle(path).catch(() => undefined);
  if (!file) return new Uint8Array();
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(12), 0, 12, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

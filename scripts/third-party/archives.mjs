// Finds an archive whose SHA-256 is right: given folder, cache, upstream, Debian.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { quiet, which } from '../lib/exec.mjs';
import { step } from '../lib/log.mjs';
import { archiveDir, cacheDir, nativeDir } from '../lib/paths.mjs';
import { aptDownload, mirrors } from './debian.mjs';

const CONNECT_SECONDS = 10;
const TRANSFER_SECONDS = 180;

export const pins = JSON.parse(readFileSync(join(nativeDir, 'third_party/libraries.json'), 'utf8'));

const cachedPath = (candidate) => join(cacheDir, 'archives', candidate.sha256, candidate.file);

/** The first candidate that is already here, without touching the network. */
export function findLocal(candidates) {
  for (const candidate of candidates) {
    for (const name of [candidate.file, candidate.url && basename(candidate.url)]) {
      if (!archiveDir || !name) continue;
      const path = join(archiveDir, name);
      if (existsSync(path)) return { ...candidate, path };
    }
    const path = cachedPath(candidate);
    if (existsSync(path)) return { ...candidate, path };
  }
  return undefined;
}

/** Looks locally, then downloads. Undefined when no candidate can be had. */
export async function obtain(name, candidates) {
  const local = findLocal(candidates);
  if (local) return local;
  return archiveDir ? undefined : fetchArchive(name, candidates);
}

/** Downloads the first candidate that can be had. */
export async function fetchArchive(name, candidates) {
  for (const candidate of candidates) {
    for (const [from, url] of sources(candidate)) {
      step(`fetching ${name} ${candidate.version} from ${new URL(url).host}`);
      const problem = await fetchInto(from, url, candidate);
      if (!problem) return { ...candidate, path: cachedPath(candidate) };
      step(`  no: ${problem}`);
    }
  }
  return undefined;
}

function sources(candidate) {
  const list = [];
  if (candidate.url) list.push(['upstream', candidate.url]);
  if (candidate.debian) {
    for (const mirror of mirrors()) list.push(['debian', `${mirror}/${candidate.debian}`]);
  }
  return list;
}

async function fetchInto(from, url, candidate) {
  const target = cachedPath(candidate);
  const partial = `${target}.${process.pid}`;
  mkdirSync(join(target, '..'), { recursive: true });
  try {
    if (!(from === 'debian' && (await aptDownload(url, partial)))) await download(url, partial);
    verify(partial, candidate);
    renameSync(partial, target);
    return undefined;
  } catch (error) {
    return error.message.trim().split('\n').slice(0, 2).join(' ');
  } finally {
    rmSync(partial, { force: true });
  }
}

async function download(url, target) {
  if (which('curl')) {
    const limits = ['--connect-timeout', CONNECT_SECONDS, '--max-time', TRANSFER_SECONDS];
    await quiet('curl', ['-fsSL', ...limits.map(String), '-o', target, url]);
    return;
  }
  const abort = AbortSignal.timeout(TRANSFER_SECONDS * 1000);
  const response = await fetch(url, { signal: abort });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  await writeFile(target, Buffer.from(await response.arrayBuffer()));
}

/** Throws unless the file is exactly the pinned one. */
export function verify(path, candidate) {
  const actual = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (actual === candidate.sha256) return;
  throw new Error(`${path}: SHA-256 is ${actual}, expected ${candidate.sha256}`);
}

/** Unpacks a verified archive, without its top folder, into `folder`. */
export async function unpack(archive, folder) {
  verify(archive.path, archive);
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, '..', `${basename(folder)}.tar.gz`);
  copyFileSync(archive.path, copy);
  await quiet('tar', ['-xzf', copy, '--strip-components=1', '--no-same-owner', '-C', folder]);
  rmSync(copy);
}

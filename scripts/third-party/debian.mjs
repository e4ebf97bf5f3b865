// Where Debian keeps a file, on the mirror that this machine already uses.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { quiet, which } from '../lib/exec.mjs';

const APT_HELPER = '/usr/lib/apt/apt-helper';

/** Mirrors named by sources.list and by *.list and *.sources files, in order. */
export function mirrors(etc = '/etc/apt') {
  const found = [];
  const folder = `${etc}/sources.list.d`;
  const parts = existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : [];
  for (const file of [`${etc}/sources.list`, ...parts]) {
    if (!existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.list')) found.push(...fromList(text));
    else if (file.endsWith('.sources')) found.push(...fromDeb822(text));
  }
  const debian = found.map((uri) => uri.replace(/\/+$/, '')).filter((uri) => /\/debian$/.test(uri));
  return [...new Set(debian)];
}

function fromList(text) {
  const uris = [];
  for (const line of text.split('\n')) {
    const match = /^\s*deb(?:-src)?\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\S+/.exec(line);
    if (match) uris.push(match[1]);
  }
  return uris;
}

function fromDeb822(text) {
  const uris = [];
  for (const stanza of text.split(/\n\s*\n/)) {
    if (/^Enabled:\s*no/im.test(stanza)) continue;
    const match = /^URIs:((?:.*\n?)(?:[ \t]+.*\n?)*)/im.exec(stanza);
    if (match) uris.push(...match[1].split(/\s+/).filter(Boolean));
  }
  return uris;
}

/**
 * apt's own downloader knows the machine's proxies and credentials and needs
 * neither root nor a package index. False when there is no apt here.
 */
export async function aptDownload(url, target) {
  if (!existsSync(APT_HELPER)) return false;
  await quiet(APT_HELPER, ['-o', 'Acquire::Retries=2', 'download-file', url, target]);
  return true;
}

/** Unpacks a .deb into a folder, without root and without installing it. */
export async function unpackDeb(file, folder) {
  if (!which('dpkg-deb')) throw new Error('dpkg-deb is needed to unpack a Debian package');
  mkdirSync(folder, { recursive: true });
  await quiet('dpkg-deb', ['-x', file, folder]);
}

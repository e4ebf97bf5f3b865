// Links of a package's README lead somewhere on npm's page, too.
import { posix } from 'node:path';
import { folderOf, repositoryUrl } from './manifest.mjs';

const LINK = /(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)/g;

/** Relative links and pictures, made absolute: to the version's tag in the repository. */
export function absoluteLinks(markdown, { name, version }) {
  const base = `packages/${folderOf(name)}`;
  return markdown.replace(LINK, (whole, picture, text, target) => {
    if (/^([a-z]+:|#)/.test(target)) return whole;
    const path = posix.normalize(`${base}/${target}`);
    if (path.startsWith('..'))
      throw new Error(`README of ${name}: ${target} is not in the repository`);
    const kind = picture ? 'raw' : 'blob';
    return `${picture}[${text}](${repositoryUrl()}/${kind}/v${version}/${path})`;
  });
}

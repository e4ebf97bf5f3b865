// package.json as it is published.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const workspace = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The public repository: where a workflow runs, else what the root package.json says. */
export function repositoryUrl() {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
  if (server && name) return `${server}/${name}`;
  return workspace.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

/** Fields that every published package has. */
export function commonFields(name) {
  const url = repositoryUrl();
  return {
    license: workspace.license,
    repository: { type: 'git', url: `git+${url}.git`, directory: `packages/${folderOf(name)}` },
    homepage: `${url}/tree/main/packages/${folderOf(name)}#readme`,
    bugs: `${url}/issues`,
    publishConfig: { access: 'public' },
  };
}

/** Platforms' packages are made from that of the loader. */
export function folderOf(name) {
  const folder = name.replace(/^@dareblopy\//, '');
  return folder.startsWith('native-') ? 'native' : folder;
}

/** Without what serves this repository alone: its sources as a condition, its scripts, its tools. */
export function publishable(manifest) {
  const { devDependencies, scripts, binary, exports, ...kept } = manifest;
  return { ...kept, ...commonFields(manifest.name), exports: withoutSources(exports) };
}

function withoutSources(exports) {
  if (typeof exports !== 'object') return exports;
  return Object.fromEntries(
    Object.entries(exports)
      .filter(([condition]) => condition !== 'dareblopy-source')
      .map(([key, value]) => [key, withoutSources(value)]),
  );
}

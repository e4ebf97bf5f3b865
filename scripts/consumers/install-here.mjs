// node scripts/consumers/install-here.mjs FOLDER: installs FOLDER's tarballs as a user of this system would,
// and runs the suite on this Node. For the workflow's machines; knows no system's habits, needs npm alone.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main, UserError } from '../lib/log.mjs';
import { SUITE } from './runtimes.mjs';

await main(() => {
  const tarballs = resolve(process.argv[2]);
  const app = mkdtempSync(join(tmpdir(), 'dareblopy-here-'));
  try {
    const overrides = Object.fromEntries(
      readdirSync(tarballs)
        .filter((file) => file.endsWith('.tgz'))
        .map((file) => [nameOf(file), pathToFileURL(join(tarballs, file)).href]),
    );
    const dependencies = Object.fromEntries(SUITE.map((name) => [name, overrides[name]]));
    const manifest = { private: true, type: 'module', dependencies, overrides };
    writeFileSync(join(app, 'package.json'), JSON.stringify(manifest));
    const programs = new URL('./programs/', import.meta.url);
    for (const file of readdirSync(programs)) cpSync(new URL(file, programs), join(app, file));
    run('npm install --no-audit --no-fund', app);
    for (const file of ['main.mjs', 'workers.mjs', 'required.cjs']) run(`node ${file}`, app);
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
});

/** `dareblopy-zip-0.1.0.tgz` is @dareblopy/zip; `dareblopy-0.1.0.tgz` is dareblopy. */
function nameOf(file) {
  const name = file.replace(/-\d+\.\d+\.\d+.*$/, '');
  return name.replace(/^dareblopy-/, '@dareblopy/');
}

function run(command, cwd) {
  const { status } = spawnSync(command, { cwd, shell: true, stdio: 'inherit' });
  if (status !== 0) throw new UserError(`failed (${status}): ${command}`);
}

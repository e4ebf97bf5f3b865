// Each package alone through npm, and one through every other package manager.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bin, root } from '../lib/paths.mjs';
import { firstSnippet, importsOf } from './snippets.mjs';
import { program } from './toolbox.mjs';

/** Names of everything below node_modules that is installed, sorted. */
export function installed(folder) {
  const modules = join(folder, 'node_modules');
  const found = readdirSync(modules).filter((name) => !name.startsWith('.'));
  return found
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(join(modules, name)).map((sub) => `${name}/${sub}`)
        : [name],
    )
    .sort();
}

/** What of ours comes with a package, the binary of this platform included. */
export function closure(name, packages, platform) {
  const found = new Set();
  const add = (one) => {
    const known = packages.find((candidate) => candidate.name === one);
    if (!known || found.has(one)) return;
    found.add(one);
    const { dependencies = {} } = known.manifest;
    for (const dependency of Object.keys(dependencies)) add(dependency);
    if (one === '@dareblopy/native') add(`@dareblopy/native-${platform}`);
  };
  add(name);
  return [...found].sort();
}

/** Every package alone in an empty folder: what came, and the README's first snippet. */
export async function eachAlone(results, { sandbox, packages, platform, fixtures }) {
  for (const folder of readdirSync(join(root, 'packages'))) {
    const name = folder === 'dareblopy' ? folder : `@dareblopy/${folder}`;
    if (!packages.some((one) => one.name === name)) continue;
    await results.check(name, 'npm, alone', async () => {
      const app = sandbox.app(`alone-${folder}`, { [name]: '*' });
      await sandbox.run('npm', ['install', '--omit=peer'], app);
      const ours = installed(app).filter((one) => /^@dareblopy\/|^dareblopy$/.test(one));
      assert.deepEqual(ours, closure(name, packages, platform));
      const rest = installed(app).length - ours.length;
      const ran = await runSnippet(folder, app, sandbox, fixtures, packages);
      return `${ours.length} of ours, ${rest} of others; snippet ${ran}`;
    });
  }
}

async function runSnippet(folder, app, sandbox, fixtures, packages) {
  const code = firstSnippet(folder);
  if (!code) return 'not there';
  const more = importsOf(code).filter((name) => !existsSync(join(app, 'node_modules', name)));
  const ours = more.filter((name) => packages.some((one) => one.name === name));
  if (ours.length > 0) await sandbox.run('npm', ['install', '--omit=peer', ...ours], app);
  // Runtimes such as ONNX's are large: they are those of this repository.
  linkPeers(folder, app);
  cpSync(fixtures, join(app, 'data'), { recursive: true });
  writeFileSync(join(app, 'snippet.mjs'), code);
  await sandbox.run('node', [join(app, 'snippet.mjs')], join(app, 'data'));
  return more.length > 0 ? `ran (with ${more.join(', ')})` : 'ran';
}

function linkPeers(folder, app) {
  for (const scope of ['', '@tensorflow']) {
    const from = join(root, 'packages', folder, 'node_modules', scope);
    if (!existsSync(from)) continue;
    for (const name of readdirSync(from)) {
      const to = join(app, 'node_modules', scope, name);
      if (!/^(onnxruntime-|tfjs-)/.test(name) || existsSync(to)) continue;
      mkdirSync(dirname(to), { recursive: true });
      symlinkSync(join(from, name), to);
    }
  }
}

/** @dareblopy/zip by the other package managers; PnP included. */
export async function otherManagers(results, { sandbox, tools, fixtures }) {
  const ways = {
    pnpm: (app) =>
      sandbox.run('node', [pnpmProgram(), 'install', '--store-dir', join(app, '.store')], app),
    'yarn classic': (app) =>
      sandbox.run('node', [program(tools, 'yarn/bin/yarn.js'), 'install'], app),
    'yarn berry': (app) => berry(app, 'node-modules'),
    'yarn berry, PnP': (app) => berry(app, 'pnp'),
    bun: (app) => sandbox.run(program(tools, 'bun/bin/bun'), ['install'], app),
  };
  const berry = async (app, linker) => {
    writeFileSync(join(app, '.yarnrc.yml'), `nodeLinker: ${linker}\n`);
    writeFileSync(join(app, 'yarn.lock'), '');
    await sandbox.run('node', [program(tools, '@yarnpkg/cli-dist/bin/yarn.js'), 'install'], app);
  };
  for (const [name, install] of Object.entries(ways)) {
    await results.check('@dareblopy/zip', name, async () => {
      const app = sandbox.app(name.replaceAll(/\W+/g, '-'), { '@dareblopy/zip': '*' });
      await install(app);
      cpSync(join(fixtures, 'photos.zip'), join(app, 'photos.zip'));
      writeFileSync(join(app, 'snippet.mjs'), firstSnippet('zip'));
      const loader = existsSync(join(app, '.pnp.cjs'))
        ? ['--require', './.pnp.cjs', '--loader', './.pnp.loader.mjs']
        : [];
      await sandbox.run('node', [...loader, 'snippet.mjs'], app);
      return loader.length > 0 ? 'without node_modules' : '';
    });
  }
}

/** The pinned pnpm of the workspace, as a script. */
function pnpmProgram() {
  const folder = dirname(dirname(bin('pnpm')));
  return join(folder, 'pnpm/bin/pnpm.mjs');
}

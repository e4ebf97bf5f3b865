// The same suite on every runtime, in workers, under test runners, and bundled.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { program } from './toolbox.mjs';

export const SUITE = ['core', 'jpeg', 'loader', 'tfrecord', 'zip'].map(
  (name) => `@dareblopy/${name}`,
);
const PROGRAMS = new URL('./programs/', import.meta.url);

/** An application with what the suite needs, installed by npm. */
export async function suiteApp(sandbox) {
  const app = sandbox.app('suite', Object.fromEntries(SUITE.map((name) => [name, '*'])));
  await sandbox.run('npm', ['install'], app);
  for (const file of readdirSync(PROGRAMS)) cpSync(new URL(file, PROGRAMS), join(app, file));
  return app;
}

const passes = (text) => assert.match(text, /smoke passed/);

export async function runtimes(results, { sandbox, tools, app }) {
  const node = (version) => program(tools, `node-${version}/bin/node`);
  for (const version of [20, 22, 24, 26]) {
    const run = async (file) => passes(await sandbox.run(node(version), [file], app));
    await results.check('suite', `Node ${version}`, () => run('main.mjs'));
    await results.check('suite', `Node ${version}, 4 worker_threads`, () => run('workers.mjs'));
    await results.check('suite', `Node ${version}, require()`, () => run('required.cjs'));
  }
  await results.check('suite', 'Bun', async () =>
    passes(await sandbox.run(program(tools, 'bun/bin/bun'), ['main.mjs'], app)),
  );
  await results.check('suite', 'Deno', async () => {
    const args = ['run', '--allow-all', '--node-modules-dir=manual', 'main.mjs'];
    passes(await sandbox.run(program(tools, 'deno/deno'), args, app));
  });
}

export async function testRunners(results, { sandbox, tools, app }) {
  await results.check('suite', 'Jest, VM modules', async () => {
    const config = join(app, 'jest.config.json');
    writeFileSync(config, JSON.stringify({ testMatch: ['**/smoke.test.mjs'], transform: {} }));
    const args = ['--experimental-vm-modules', program(tools, 'jest/bin/jest.js')];
    const text = await sandbox.run('node', [...args, '--config', config], app);
    assert.match(text, /1 passed/);
  });
  await results.check('suite', 'Vitest, vmThreads', async () => {
    const args = ['run', '--globals', '--pool', 'vmThreads', 'smoke.test.mjs'];
    const vitest = program(tools, 'vitest/vitest.mjs');
    assert.match(await sandbox.run('node', [vitest, ...args], app), /1 passed/);
  });
}

export async function bundlers(results, { sandbox, tools, app }) {
  const require = createRequire(join(tools, 'package.json'));
  const external = [/^@dareblopy\//];
  const input = join(app, 'main.mjs');
  const bundles = {
    esbuild: async (file) => {
      const options = { entryPoints: [input], outfile: file, bundle: true, platform: 'node' };
      await require('esbuild').build({ ...options, format: 'esm', external: ['@dareblopy/*'] });
    },
    rollup: async (file) => {
      const bundle = await require('rollup').rollup({ input, external: [...external, /^node:/] });
      await bundle.write({ file, format: 'es' });
      await bundle.close();
    },
    webpack: async (_, folder) => {
      const compiler = require('webpack')({
        mode: 'production',
        target: 'node20',
        entry: input,
        experiments: { outputModule: true },
        output: { path: folder, filename: 'webpack.mjs', library: { type: 'module' } },
        externalsType: 'module',
        externals: external,
      });
      const stats = await new Promise((resolve, reject) =>
        compiler.run((error, done) => (error ? reject(error) : resolve(done))),
      );
      if (stats.hasErrors()) throw new Error(stats.toString());
    },
  };
  for (const [name, bundle] of Object.entries(bundles)) {
    await results.check('suite', `bundled by ${name}`, async () => {
      const folder = join(app, 'bundled');
      mkdirSync(folder, { recursive: true });
      await bundle(join(folder, `${name}.mjs`), folder);
      passes(await sandbox.run('node', [join(folder, `${name}.mjs`)], app));
    });
  }
}

/** Installs that leave the binary out, or move what is installed: the message, or that it works. */
export async function installs(results, { sandbox, packages, platform }) {
  const binary = `@dareblopy/native-${platform}`;
  const load =
    "import('@dareblopy/zip').then(() => console.log('loaded'), (e) => console.log(e.message))";
  await results.check('message', 'npm install --omit=optional', async () => {
    const app = sandbox.app('omitted', { '@dareblopy/zip': '*' });
    await sandbox.run('npm', ['install', '--omit=optional'], app);
    const text = await sandbox.run('node', ['-e', load], app);
    assert.match(text, new RegExp(`${binary} \\(the package for this system\\): not there`));
    assert.match(text, /--omit=optional/);
  });
  const other = packages.find(
    ({ name }) => /native-(linux|darwin|win32)-/.test(name) && name !== binary,
  );
  if (!other) return;
  await results.check('message', "another system's node_modules", async () => {
    const app = sandbox.app('foreign', { '@dareblopy/zip': '*' });
    const [os, cpu] = ['darwin', 'arm64'];
    await sandbox.run('npm', ['install', `--os=${os}`, `--cpu=${cpu}`], app);
    const text = await sandbox.run('node', ['-e', load], app);
    assert.match(text, /@dareblopy\/native-darwin-arm64 is there: node_modules was installed on/);
  });
  await results.check('@dareblopy/zip', 'with the lock file of another system', async () => {
    const app = sandbox.app('lock', { '@dareblopy/zip': '*' });
    await sandbox.run('npm', ['install', '--os=darwin', '--cpu=arm64', '--package-lock-only'], app);
    await sandbox.run('npm', ['ci'], app);
    assert.match(await sandbox.run('node', ['-e', load], app), /loaded/);
  });
  await results.check('@dareblopy/zip', 'through a link, elsewhere', async () => {
    const app = join(sandbox.folder, 'lock');
    const layer = join(sandbox.folder, 'layer');
    mkdirSync(layer);
    symlinkSync(join(app, 'node_modules'), join(layer, 'node_modules'));
    assert.match(await sandbox.run('node', ['-e', load], layer), /loaded/);
  });
}

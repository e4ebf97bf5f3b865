import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';

const require = createRequire(import.meta.url);
let folder = '';
beforeAll(() => {
  // An application as users have it: packages in its node_modules, built.
  folder = mkdtempSync(join(tmpdir(), 'dareblopy-bundle-'));
  mkdirSync(join(folder, 'node_modules/@dareblopy'), { recursive: true });
  for (const name of ['core', 'native']) {
    const manifest = name === 'core' ? '../package.json' : '@dareblopy/native/package.json';
    symlinkSync(dirname(require.resolve(manifest)), join(folder, 'node_modules/@dareblopy', name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'app.js'),
    "import { readFiles } from '@dareblopy/core';\n" +
      "console.log((await readFiles(['package.json']))[0].length);\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

type Bundle = (external: boolean) => Promise<string>;

const esbuild: Bundle = async (external) => {
  const outfile = join(folder, `esbuild-${external}.js`);
  const entry = { absWorkingDir: folder, entryPoints: ['app.js'], outfile, bundle: true };
  const target = { format: 'esm', platform: 'node', logLevel: 'silent' } as const;
  await build({ ...entry, ...target, external: external ? ['@dareblopy/*'] : [] });
  return outfile;
};

const webpacked: Bundle = async (external) => {
  const name = `webpack-${external}.js`;
  const compiler = webpack({
    context: folder,
    mode: 'none',
    target: 'node20',
    entry: './app.js',
    experiments: { outputModule: true },
    output: { path: folder, filename: name, library: { type: 'module' } },
    ...(external ? { externalsType: 'module', externals: [/^@dareblopy\//] } : {}),
  });
  const stats = await promisify(compiler!.run.bind(compiler))();
  await promisify(compiler!.close.bind(compiler))();
  expect(stats?.compilation.errors).toEqual([]);
  return join(folder, name);
};

const run = (file: string) =>
  spawnSync(process.execPath, [file], { encoding: 'utf8', cwd: folder, timeout: 60_000 });

describe.each([
  ['esbuild', esbuild],
  ['webpack', webpacked],
])('an application bundled by %s', (_, bundle) => {
  it('runs when our packages are external, as the message says', { timeout: 60_000 }, async () => {
    expect(run(await bundle(true))).toMatchObject({ stdout: '20\n', stderr: '', status: 0 });
  });

  it('says what to do when they are not', { timeout: 60_000 }, async () => {
    const { status, stderr } = run(await bundle(false));
    expect(status).not.toBe(0);
    expect(stderr).toContain('was bundled: its code is no longer beside its binary');
    expect(stderr).toContain('esbuild: --external:@dareblopy/*');
    expect(stderr).not.toContain('reinstall');
  });
});

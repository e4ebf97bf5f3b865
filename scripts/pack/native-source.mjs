// The package that compiles the binary where it is installed: sources, and the scripts that build them.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { commonFields } from './manifest.mjs';

const NAME = '@dareblopy/native-source';
const FILES = [
  'native/CMakeLists.txt',
  'native/cmake',
  'native/core',
  'native/addon',
  'native/third_party',
  ...['exec', 'lock', 'log', 'paths'].map((name) => `scripts/lib/${name}.mjs`),
  'scripts/third-party',
  'LICENSE',
];

/** Writes it below `work`; answers its folder. */
export async function writeSourcePackage(work, version) {
  const folder = join(work, 'native-source');
  mkdirSync(folder, { recursive: true });
  // Tests stay here, and with them what they need of the tree.
  const filter = (path) => !/(_test\.cc|_test\.h)$|^testing$/.test(basename(path));
  for (const file of FILES) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { recursive: true, filter });
  }
  for (const file of ['build.mjs', 'README.md']) {
    cpSync(join(root, 'scripts/pack/native-source', file), join(folder, file));
  }
  const addon = JSON.parse(readFileSync(join(root, 'packages/native/package.json'), 'utf8'));
  const manifest = {
    name: NAME,
    version,
    description: 'The binary of @dareblopy/native, compiled where it is installed',
    ...commonFields(NAME),
    type: 'module',
    engines: addon.engines,
    bin: { 'dareblopy-build-native': './build.mjs' },
    // `require` finds the binary by it, once it was built.
    exports: { '.': './dareblopy.node', './package.json': './package.json' },
    files: ['build.mjs', 'native', 'scripts'],
    scripts: { install: 'node build.mjs' },
    dependencies: pinnedHeaders(),
    preferUnplugged: true,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

function pinnedHeaders() {
  const text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  return Object.fromEntries(
    ['node-addon-api', 'node-api-headers'].map((name) => [
      name,
      new RegExp(`^ {2}${name}: (\\S+)$`, 'm').exec(text)[1],
    ]),
  );
}

// Tarballs of every package in a folder: the workspace's own, the platforms', the sources.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, buildTypes } from '../lib/bootstrap.mjs';
import { quiet } from '../lib/exec.mjs';
import { step, UserError } from '../lib/log.mjs';
import { bin, prebuild, prebuildDir, root } from '../lib/paths.mjs';
import { targets } from '../prebuild/targets.mjs';
import { linkedHere, linkedOf } from './linked.mjs';
import { publishable } from './manifest.mjs';
import { writeSourcePackage } from './native-source.mjs';
import { addOldTypes } from './old-types.mjs';
import { platformName, writePlatformPackage } from './platform-package.mjs';
import { absoluteLinks } from './readme.mjs';
import { verifyPackage } from './verify.mjs';

/** Packages of the workspace that are published, by folder. */
export function workspacePackages() {
  return readdirSync(join(root, 'packages'))
    .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(join(root, 'packages', folder)) }))
    .filter(({ manifest }) => !manifest.private);
}

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/**
 * Packs into `out`, which is emptied; answers [{ name, version, file, bytes, manifest }]. `local`: the only
 * platform is this one, with the binary of the developer's build. `platforms`: those alone, of the prebuilt ones. `only`:
 * folders of packages/.
 */
export async function packAll(out, { local = false, platforms, only, built = false } = {}) {
  if (!built) await (local ? build() : buildTypes());
  const work = mkdtempSync(join(tmpdir(), 'dareblopy-packages-'));
  try {
    const all = workspacePackages();
    const version = all.find(({ folder }) => folder === 'native').manifest.version;
    const binaries = local ? await localBinary() : await prebuiltBinaries(platforms);
    const wanted = all.filter(({ folder }) => !only || only.includes(folder));
    const names = wanted.map(({ manifest }) => manifest.name);
    step(`packing ${names.length} packages of the workspace`);
    const folders = await unpackWorkspace(names, work);
    for (const folder of folders) publishFolder(folder, binaries, version);
    for (const binary of binaries) folders.push(await writePlatformPackage(work, binary, version));
    if (!local && !platforms) folders.push(await writeSourcePackage(work, version));
    for (const folder of folders) verifyPackage(folder);
    return await tarballs(folders, out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What pnpm would publish, unpacked: it decides which files, and replaces `workspace:` and `catalog:`. */
async function unpackWorkspace(names, work) {
  const packed = join(work, 'pnpm');
  mkdirSync(packed);
  const filters = names.flatMap((name) => ['--filter', name]);
  await quiet(bin('pnpm'), [...filters, '-r', 'pack', '--pack-destination', packed], { cwd: root });
  const files = readdirSync(packed).filter((name) => name.endsWith('.tgz'));
  if (files.length !== names.length) {
    throw new UserError(`pnpm packed ${files.join(', ')}, not ${names.join(', ')}`);
  }
  return Promise.all(
    files.map(async (file) => {
      const folder = join(work, 'workspace', file.replace(/\.tgz$/, ''));
      mkdirSync(folder, { recursive: true });
      await quiet('tar', ['-xzf', join(packed, file), '--strip-components=1', '-C', folder]);
      return folder;
    }),
  );
}

/** Makes an unpacked package of the workspace what users get. */
function publishFolder(folder, binaries, version) {
  let manifest = publishable(readManifest(folder));
  if (manifest.name === '@dareblopy/native') {
    manifest.optionalDependencies = Object.fromEntries(
      binaries.map(({ name }) => [platformName(name), version]),
    );
  }
  removeStale(folder);
  manifest = addOldTypes(folder, manifest);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const readme = join(folder, 'README.md');
  writeFileSync(readme, absoluteLinks(readFileSync(readme, 'utf8'), manifest));
}

/** The compiler leaves what it made of a source that has since gone. */
function removeStale(folder) {
  for (const file of readdirSync(join(folder, 'dist'), { recursive: true })) {
    const source = `${file.replace(/(\.d\.ts|\.js)(\.map)?$/, '')}.ts`;
    const isFile = /\.(js|ts|map)$/.test(file);
    if (isFile && !existsSync(join(folder, 'src', source))) rmSync(join(folder, 'dist', file));
  }
}

async function localBinary() {
  const { currentPlatform } = await import(join(root, 'packages/native/dist/platform.js'));
  return [{ name: currentPlatform().name, file: prebuild, linked: await linkedHere() }];
}

/** Whether `npm run prebuild` has made every platform's binary. */
export const hasPrebuilds = () =>
  Object.keys(targets).every((name) => existsSync(join(prebuildDir, name, 'linked.json')));

async function prebuiltBinaries(wanted = Object.keys(targets)) {
  const found = [];
  for (const name of wanted) {
    const target = targets[name];
    const folder = join(prebuildDir, name);
    const file = join(folder, 'dareblopy.node');
    if (existsSync(file)) found.push({ name, file, linked: await linkedOf(folder, target) });
  }
  const missing = wanted.filter((name) => !found.some((one) => one.name === name));
  if (missing.length > 0) {
    throw new UserError(
      `no binary of ${missing.join(', ')}: npm run prebuild, or pack with --local`,
    );
  }
  return found;
}

async function tarballs(folders, out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  step(`writing ${folders.length} tarballs`);
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', out, ...folders];
  const env = { ...process.env, npm_config_loglevel: 'error' };
  await quiet('npm', args, { cwd: out, env });
  return folders.map((folder) => {
    const manifest = readManifest(folder);
    const { name, version } = manifest;
    const file = join(out, `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`);
    return { name, version, file, bytes: statSync(file).size, manifest };
  });
}

// The release build of the addon and of the C++ tests, in one build directory.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensurePrefix } from '../third-party/prefix.mjs';
import { cmake, generator, jobs } from '../third-party/tools.mjs';
import { must, quiet } from './exec.mjs';
import { step, UserError } from './log.mjs';
import { addonPackage, nativeDir, prebuild, releaseBuild } from './paths.mjs';

const BUILT_ADDON = join(releaseBuild, 'Release/dareblopy.node');

/** Configures through cmake-js unless that was done for the same set-up. */
export async function configureRelease() {
  const prefix = await ensurePrefix();
  const make = await generator(releaseBuild);
  if (isConfigured(prefix, make)) return;
  step('configuring the native build');
  const require = createRequire(join(addonPackage, 'package.json'));
  const { BuildSystem } = require('cmake-js');
  const system = new BuildSystem({
    directory: addonPackage,
    out: releaseBuild,
    config: 'Release',
    generator: make.name,
    cMakeOptions: {
      DAREBLOPY_THIRD_PARTY_PREFIX: prefix,
      ...(make.program ? { CMAKE_MAKE_PROGRAM: make.program } : {}),
    },
  });
  try {
    await system.configure();
  } catch {
    throw new UserError('CMake could not configure the native build; see above.');
  }
}

function isConfigured(prefix, make) {
  const cache = join(releaseBuild, 'CMakeCache.txt');
  if (!existsSync(cache)) return false;
  const text = readFileSync(cache, 'utf8');
  return (
    text.includes(`DAREBLOPY_THIRD_PARTY_PREFIX:UNINITIALIZED=${prefix}\n`) ||
    (text.includes(`DAREBLOPY_THIRD_PARTY_PREFIX:PATH=${prefix}\n`) &&
      text.includes(`CMAKE_GENERATOR:INTERNAL=${make.name}\n`))
  );
}

/** Builds one target (all by default), incrementally. */
export async function buildTarget(target) {
  const args = ['--build', releaseBuild, '--parallel', jobs];
  if (target) args.push('--target', target);
  await must(cmake(), args);
}

/** Copies the addon to where @dareblopy/native looks for it. */
export function placeAddon() {
  if (!existsSync(BUILT_ADDON)) {
    step('native/addon has no sources yet: no addon was built');
    return;
  }
  mkdirSync(dirname(prebuild), { recursive: true });
  // A new file, not new bytes in a file that a running process has mapped.
  copyFileSync(BUILT_ADDON, `${prebuild}.new`);
  renameSync(`${prebuild}.new`, prebuild);
}

export const coreTests = join(releaseBuild, 'core_tests');

/** Builds the C++ tests; false when there are none. */
export async function buildCoreTests() {
  await configureRelease();
  if (!hasTests(nativeDir)) return false;
  await quiet(cmake(), ['--build', releaseBuild, '--parallel', jobs, '--target', 'core_tests']);
  return true;
}

function hasTests(folder) {
  const core = join(folder, 'core');
  if (!existsSync(core)) return false;
  return readdirSync(core, { recursive: true }).some((n) => n.endsWith('_test.cc'));
}

export const presetBuild = (preset) => join(nativeDir, 'build', `core-${preset}`);

/** Builds a target of a CMake preset: the core without Node. */
export async function buildPreset(preset, target) {
  const prefix = await ensurePrefix();
  const make = await generator(presetBuild(preset));
  const args = ['--preset', preset, `-DDAREBLOPY_THIRD_PARTY_PREFIX=${prefix}`, ...make.args];
  await must(cmake(), args, { cwd: nativeDir });
  await must(cmake(), ['--build', presetBuild(preset), '--parallel', jobs, '--target', target]);
}

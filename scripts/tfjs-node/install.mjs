// @tensorflow/tfjs-node outside the workspace, with a binding compiled here: its own installer, which
// would download a binary of it and libtensorflow, is not run.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quiet } from '../lib/exec.mjs';
import { withLock } from '../lib/lock.mjs';
import { step, UserError } from '../lib/log.mjs';
import { addonPackage, cacheDir, platform } from '../lib/paths.mjs';
import { compilers } from '../third-party/tools.mjs';
import { unpackTensorFlow, WHEEL } from './wheel.mjs';

const VERSION = '4.22.0';

/** Installs unless that was done; answers the folder whose node_modules has tfjs-node. */
export async function ensureTfjsNode() {
  if (platform !== 'linux-x64') {
    throw new UserError(`This script brings tfjs-node up on linux-x64 only; this is ${platform}`);
  }
  const name = `tfjs-node-${VERSION}-${WHEEL.version}`;
  const folder = join(cacheDir, name);
  return withLock(join(cacheDir, `${name}.lock`), async () => {
    if (existsSync(join(folder, 'complete'))) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await installPackage(folder);
    const tfjsNode = join(folder, 'node_modules/@tensorflow/tfjs-node');
    await unpackTensorFlow(join(tfjsNode, 'deps'));
    await compileBinding(tfjsNode);
    writeFileSync(join(folder, 'complete.tmp'), '');
    renameSync(join(folder, 'complete.tmp'), join(folder, 'complete'));
    return folder;
  });
}

async function installPackage(folder) {
  step(`installing @tensorflow/tfjs-node ${VERSION} without its install script`);
  const dependencies = { '@tensorflow/tfjs-node': VERSION };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  await quiet('npm', ['install', ...flags], { cwd: folder });
}

/** Two files on Node-API: no need for node-gyp, nor for the headers of this Node that it would fetch. */
async function compileBinding(tfjsNode) {
  step('compiling the binding of tfjs-node');
  const lib = join(tfjsNode, 'lib/napi-v8');
  const deps = join(tfjsNode, 'deps');
  mkdirSync(lib, { recursive: true });
  const [program, ...before] = compilers().cxx.split(' ');
  await quiet(
    program,
    [
      ...before,
      ...['-std=c++17', '-O2', '-w', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
      `-I${join(addonPackage, 'node_modules/node-api-headers/include')}`,
      ...[`-I${join(tfjsNode, '..')}`, `-I${join(deps, 'include')}`],
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(tfjsNode, 'binding', file)),
      ...[`-L${join(deps, 'lib')}`, '-ltensorflow', '-ltensorflow_framework'],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
      ...['-o', join(lib, 'tfjs_binding.node')],
    ],
    { cwd: tfjsNode },
  );
}

// One platform's binary: third-party libraries, core and addon by Zig; then stripped, its symbols beside.
import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { must, output, quiet } from '../lib/exec.mjs';
import { step } from '../lib/log.mjs';
import { addonPackage, nativeDir, prebuildDir } from '../lib/paths.mjs';
import { ensurePrefix } from '../third-party/prefix.mjs';
import { cmake, generator, jobs } from '../third-party/tools.mjs';
import { inspect } from './inspect.mjs';
import { targets } from './targets.mjs';
import { toolchain, zig } from './zig.mjs';

const require = createRequire(join(addonPackage, 'package.json'));

/** Builds `name`'s binary, and with `tests` the C++ tests; answers what {@link inspect} found. */
export async function buildPlatform(name, { tests = false } = {}) {
  const target = targets[name];
  const program = await zig();
  const { cc, cxx, file } = toolchain(program, name, target);
  const version = `zig ${output(program, ['version']).trim()} ${target.zig}`;
  const env = { ...process.env, CMAKE_TOOLCHAIN_FILE: file, NM: 'llvm-nm' };
  step(`${name}: third-party libraries`);
  const compiler = { cc, cxx, version };
  const prefix = await ensurePrefix({ compiler, env, arch: target.cpu });

  const build = join(nativeDir, 'build', `prebuild-${name}`);
  const make = await generator();
  const include = [
    require('node-api-headers').include_dir,
    dirname(require.resolve('node-addon-api')),
  ];
  const configure = (strip) =>
    quiet(
      cmake(),
      [
        ...['-S', nativeDir, '-B', build, ...make.args, '-Wno-dev'],
        '-DCMAKE_BUILD_TYPE=Release',
        `-DDAREBLOPY_THIRD_PARTY_PREFIX=${prefix}`,
        '-DCMAKE_JS_VERSION=none',
        `-DCMAKE_JS_INC=${include.join(';')}`,
        `-DDAREBLOPY_STRIP=${strip ? 'ON' : 'OFF'}`,
      ],
      { env },
    );
  const compile = (wanted) =>
    must(cmake(), ['--build', build, '--parallel', jobs, '--target', wanted], { env });
  step(`${name}: core and addon`);
  await configure(false);
  await compile('dareblopy');
  if (tests) await compile('core_tests');

  const folder = join(prebuildDir, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const whole = join(build, 'dareblopy.node');
  await saveSymbols(target, whole, folder);
  // Linked once more without symbols: what is signed by the linker must not be edited afterwards.
  await configure(true);
  await compile('dareblopy');
  copyFileSync(whole, join(folder, 'dareblopy.node'));
  copyFileSync(join(prefix, 'versions.json'), join(folder, 'linked.json')); // for notices
  const found = inspect(target, join(folder, 'dareblopy.node'));
  const bytes = statSync(join(folder, 'dareblopy.node')).size;
  step(`${name}: ${(bytes / 1e6).toFixed(2)} MB, ${found}`);
  return { name, bytes, found };
}

/** The debug information, as a file of its own that debuggers take. */
async function saveSymbols(target, whole, folder) {
  const symbols = join(folder, 'dareblopy.node.debug');
  // A Mach-O file with its symbols is what `dsymutil` and `atos` read.
  if (target.os === 'darwin') copyFileSync(whole, symbols);
  else await quiet('llvm-objcopy', ['--only-keep-debug', whole, symbols]);
}

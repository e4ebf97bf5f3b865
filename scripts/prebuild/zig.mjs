// Zig's C and C++ compiler, which carries the headers and libraries of every system it builds for.
// Its wheel is fetched by pip and held to its hash; only `npm run prebuild` needs it.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { which } from '../lib/exec.mjs';
import { cacheDir } from '../lib/paths.mjs';
import { wheelProgram } from './wheel.mjs';

/** Path of the program `zig`, fetched and unpacked where needed. */
export const zig = () => wheelProgram('zig');

/**
 * Programs named like a compiler that build for one target, and the CMake toolchain file that names
 * them. Their text says all that decides what they make.
 */
export function toolchain(program, name, target) {
  const folder = join(cacheDir, 'zig', name);
  mkdirSync(folder, { recursive: true });
  const wrapper = (file, command) => {
    const path = join(folder, file);
    writeOnce(path, `#!/bin/sh\nexec "${program}" ${command} "$@"\n`, 0o755);
    return path;
  };
  const options = `-target ${target.zig} -fno-sanitize=undefined`;
  const cc = wrapper('zig-clang', `cc ${options}`);
  const cxx = wrapper('zig-clang++', `c++ ${options}`);
  const values = {
    CMAKE_SYSTEM_NAME: target.system,
    CMAKE_SYSTEM_PROCESSOR: target.processor,
    CMAKE_C_COMPILER: cc,
    CMAKE_CXX_COMPILER: cxx,
    CMAKE_AR: wrapper('zig-ar', 'ar'),
    CMAKE_RANLIB: wrapper('zig-ranlib', 'ranlib'),
    CMAKE_RC_COMPILER: wrapper('zig-rc', 'rc'),
    ...(target.os === 'darwin' ? { CMAKE_INSTALL_NAME_TOOL: which('true') } : {}),
  };
  const lines = Object.entries(values).map(([key, value]) => `set(${key} ${value})`);
  const file = join(folder, 'toolchain.cmake');
  writeOnce(file, `${lines.join('\n')}\n`, 0o644);
  return { cc, cxx, file };
}

/** Leaves a file alone that says this already: caches look at its time. */
function writeOnce(path, text, mode) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}`;
  if (existsSync(path)) return;
  writeFileSync(partial, text, { mode });
  renameSync(partial, path);
}

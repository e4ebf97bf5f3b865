// The programs that the build needs, from PATH or from Debian's packages.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { output, which } from '../lib/exec.mjs';
import { step, UserError } from '../lib/log.mjs';
import { cacheDir, platform } from '../lib/paths.mjs';
import { obtain, pins, verify } from './archives.mjs';
import { unpackDeb } from './debian.mjs';

export const jobs = String(availableParallelism());

/** C and C++ compilers, or an error that says how to get them. */
export function compilers() {
  const cc = process.env.CC || which('cc') || which('gcc') || which('clang');
  const cxx = process.env.CXX || which('c++') || which('g++') || which('clang++');
  if (!cc || !cxx) {
    throw new UserError(
      'A C++20 compiler is needed and none was found.\n' +
        'Possible solutions:\n' +
        '  - Debian or Ubuntu: sudo apt-get install g++\n' +
        '  - macOS: xcode-select --install\n' +
        '  - or name one: CC=/path/to/gcc CXX=/path/to/g++',
    );
  }
  const [program, ...args] = cc.split(' ');
  return { cc, cxx, version: output(program, [...args, '--version']).split('\n')[0] };
}

/** CMake's path, or an error that says how to get it. */
export function cmake() {
  const path = which('cmake');
  if (path) return path;
  throw new UserError(
    'CMake 3.21 or newer is needed and was not found.\n' +
      'Possible solutions:\n' +
      '  - Debian or Ubuntu: sudo apt-get install cmake\n' +
      '  - macOS: brew install cmake\n' +
      '  - any system: python3 -m pip install --user cmake',
  );
}

const PROGRAMS = { Ninja: 'ninja', 'Unix Makefiles': 'make' };

/**
 * A CMake generator: that of `buildFolder`, as CMake takes no other for it; else ninja, else make, else
 * Debian's ninja unpacked. A build folder whose program has gone is removed: it begins anew.
 */
export async function generator(buildFolder) {
  const before = buildFolder && configuredGenerator(buildFolder);
  if (before && existsSync(before.program)) return { ...before, args: ['-G', before.name] };
  if (before) rmSync(buildFolder, { recursive: true });
  for (const [name, program] of Object.entries(PROGRAMS)) {
    if (which(program)) return { name, args: ['-G', name] };
  }
  const program = await debianTool('ninja');
  if (program) {
    return { name: 'Ninja', program, args: ['-G', 'Ninja', `-DCMAKE_MAKE_PROGRAM=${program}`] };
  }
  throw new UserError(
    'Neither make nor ninja was found.\n' +
      'Possible solutions:\n' +
      '  - Debian or Ubuntu: sudo apt-get install make\n' +
      '  - put ninja on PATH',
  );
}

function configuredGenerator(buildFolder) {
  const cache = join(buildFolder, 'CMakeCache.txt');
  if (!existsSync(cache)) return undefined;
  const text = readFileSync(cache, 'utf8');
  const name = /^CMAKE_GENERATOR:INTERNAL=(.*)$/m.exec(text)?.[1];
  const program = /^CMAKE_MAKE_PROGRAM:[A-Z]+=(.*)$/m.exec(text)?.[1];
  return name && program ? { name, program } : undefined;
}

/** NASM's path, or undefined where it cannot be had. */
export async function nasm() {
  return which('nasm') ?? (await debianTool('nasm'));
}

async function debianTool(name) {
  const tool = pins.tools[name];
  if (!tool.platforms.includes(platform) || !which('dpkg-deb')) return undefined;
  for (const { sha256 } of tool.candidates) {
    const ready = join(cacheDir, 'tools', sha256, tool.program);
    if (existsSync(ready)) return ready;
  }
  const archive = await obtain(name, tool.candidates);
  if (!archive) return undefined;
  verify(archive.path, archive);
  const folder = join(cacheDir, 'tools', archive.sha256);
  const partial = `${folder}.${process.pid}`;
  step(`unpacking ${name} ${archive.version}`);
  await unpackDeb(archive.path, partial);
  mkdirSync(dirname(folder), { recursive: true });
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // Another process was faster.
    rmSync(partial, { recursive: true, force: true });
  }
  return join(folder, tool.program);
}

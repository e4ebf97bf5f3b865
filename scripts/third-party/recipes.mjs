// How each library is built into the prefix: a static, position-independent
// archive and its headers, in a folder of its own.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { quiet, which } from '../lib/exec.mjs';
import { step, UserError } from '../lib/log.mjs';
import { nativeDir } from '../lib/paths.mjs';
import { archiveSymbols } from './archive-symbols.mjs';
import { renameHeader } from './ijg-rename.mjs';
import { jobs, nasm } from './tools.mjs';

const RELEASE = [
  '-DCMAKE_BUILD_TYPE=Release',
  '-DCMAKE_POSITION_INDEPENDENT_CODE=ON',
  '-DCMAKE_INSTALL_LIBDIR=lib',
  '-Wno-dev',
];

export async function libjpegTurbo(source, context) {
  const assembler = context.arch === 'x64' ? await nasm() : undefined;
  const allowSlow = process.env.DAREBLOPY_ALLOW_NO_SIMD === '1';
  if (context.arch === 'x64' && !assembler && !allowSlow) {
    throw new UserError(
      'libjpeg-turbo needs NASM for its SIMD code; without it JPEG decoding is several times slower.\n' +
        'Possible solutions:\n' +
        '  - Debian or Ubuntu: sudo apt-get install nasm\n' +
        '  - put nasm 2.13 or newer (or yasm named by ASM_NASM) on PATH\n' +
        '  - accept the slow build: DAREBLOPY_ALLOW_NO_SIMD=1',
    );
  }
  const build = `${source}-build`;
  const args = ['-DENABLE_SHARED=OFF', '-DENABLE_STATIC=ON', '-DWITH_TURBOJPEG=OFF'];
  args.push(`-DCMAKE_INSTALL_PREFIX=${context.prefix}`); // its own choice is no path where Windows is built for
  args.push('-DWITH_TOOLS=OFF', '-DWITH_TESTS=OFF', '-DCMAKE_C_VISIBILITY_PRESET=hidden');
  if (assembler) args.push(`-DCMAKE_ASM_NASM_COMPILER=${assembler}`);
  args.push(allowSlow ? '-DREQUIRE_SIMD=OFF' : '-DREQUIRE_SIMD=ON');
  await configure(source, build, context, args);
  await compile(build, context, ['--target', 'jpeg-static']);
  const library = join(build, 'libjpeg.a');
  // The build system's word is not enough: the archive itself must hold the code.
  const vectorised = /^_?jsimd_idct_islow_(avx2|sse2|neon|altivec)$/;
  if (!allowSlow && !archiveSymbols(library).some((name) => vectorised.test(name))) {
    throw new UserError(
      'libjpeg-turbo was built without SIMD; DAREBLOPY_ALLOW_NO_SIMD=1 accepts it',
    );
  }
  const include = join(context.prefix, 'jpeg-turbo/include');
  place(library, join(context.prefix, 'jpeg-turbo/lib/libjpeg.a'));
  // The decoder core also hooks into libjpeg's internals, hence jpegint.h.
  for (const name of ['jpeglib.h', 'jmorecfg.h', 'jerror.h', 'jpegint.h', 'jconfig.h']) {
    const places = [build, join(source, 'src'), source].map((folder) => join(folder, name));
    place(places.find(existsSync), join(include, name));
  }
}

export async function libdeflate(source, context) {
  const build = `${source}-build`;
  await configure(source, build, context, [
    `-DCMAKE_INSTALL_PREFIX=${join(context.prefix, 'libdeflate')}`,
    '-DLIBDEFLATE_BUILD_SHARED_LIB=OFF',
    '-DLIBDEFLATE_BUILD_GZIP=OFF',
    '-DCMAKE_C_VISIBILITY_PRESET=hidden',
    // libdeflate 1.23 asks for `evex512`, which Zig's Clang no longer knows, unless it is there already.
    ...(context.crossed ? [`-DCMAKE_C_FLAGS=${context.env.CFLAGS ?? ''} -D__EVEX512__`] : []),
  ]);
  await compile(build, context);
  await quiet(context.cmake, ['--install', build]);
}

export async function googletest(source, context) {
  const build = `${source}-build`;
  await configure(source, build, context, [
    `-DCMAKE_INSTALL_PREFIX=${join(context.prefix, 'googletest')}`,
    '-DBUILD_GMOCK=OFF',
  ]);
  await compile(build, context);
  await quiet(context.cmake, ['--install', build]);
}

/** zlib, lz4 and IJG libjpeg: a few C files each, one CMake project of ours. */
export async function smallLibraries(sources, context) {
  const build = join(context.work, 'small-build');
  const args = [`-DCMAKE_INSTALL_PREFIX=${context.prefix}`];
  args.push(`-DZLIB_SOURCE=${sources.zlib}`, `-DLZ4_SOURCE=${sources.lz4}`);
  if (sources.ijg) {
    const headers = join(context.work, 'ijg-include');
    mkdirSync(headers, { recursive: true });
    prepareIjgHeaders(sources.ijg, headers);
    args.push(`-DIJG_SOURCE=${sources.ijg}`, `-DIJG_HEADERS=${headers}`);
  }
  await configure(join(nativeDir, 'third_party'), build, context, args);
  await compile(build, context);
  await quiet(context.cmake, ['--install', build]);
  if (sources.ijg) checkIjgSymbols(join(context.prefix, 'ijg/lib/libdb_ijg.a'));
}

function prepareIjgHeaders(source, headers) {
  writeFileSync(join(headers, 'ijg_rename.h'), renameHeader(source));
  copyFileSync(join(source, 'jconfig.txt'), join(headers, 'jconfig.h'));
  for (const name of ['jmorecfg.h', 'jerror.h', 'jpegint.h']) {
    copyFileSync(join(source, name), join(headers, name));
  }
  const text = readFileSync(join(source, 'jpeglib.h'), 'utf8');
  writeFileSync(join(headers, 'jpeglib.h'), `#include "ijg_rename.h"\n${text}`);
}

function checkIjgSymbols(library) {
  // `.refptr.<name>`: a pointer to that symbol, as compilers for Windows make them.
  const stray = archiveSymbols(library).filter((name) => !/^(_|\.refptr\.)?ijg_/.test(name));
  if (stray.length === 0) return;
  throw new Error(`IJG libjpeg has symbols without prefix: ${stray.join(' ')}`);
}

async function configure(source, build, context, args) {
  const launcher = which('ccache') ? ['-DCMAKE_C_COMPILER_LAUNCHER=ccache'] : [];
  const all = ['-S', source, '-B', build, ...context.generator.args, ...RELEASE, ...launcher];
  await quiet(context.cmake, [...all, ...args], { env: context.env });
}

async function compile(build, context, args = []) {
  await quiet(context.cmake, ['--build', build, '--parallel', jobs, ...args]);
}

function place(from, to) {
  if (!from) throw new Error(`the build did not make ${to}`);
  mkdirSync(join(to, '..'), { recursive: true });
  copyFileSync(from, to);
}

/** Builds everything into context.prefix, from unpacked source folders. */
export async function buildAll(sources, context) {
  step('building libjpeg-turbo');
  await libjpegTurbo(sources['libjpeg-turbo'], context);
  step('building libdeflate');
  await libdeflate(sources.libdeflate, context);
  const ijg = sources['ijg-libjpeg'];
  step(`building zlib, lz4${ijg ? ', IJG libjpeg' : ''}`);
  await smallLibraries({ zlib: sources.zlib, lz4: sources.lz4, ijg }, context);
  step('building googletest');
  await googletest(sources.googletest, context);
  if (!readdirSync(context.prefix).includes('googletest')) throw new Error('nothing was installed');
}

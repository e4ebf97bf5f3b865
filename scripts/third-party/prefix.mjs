// The install prefix that the native build links against: made once per machine
// for each combination of recipe, archives and compiler, shared by all checkouts.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import { step, UserError } from '../lib/log.mjs';
import { archiveDir, cacheDir, nativeDir, platform } from '../lib/paths.mjs';
import { findLocal, obtain, pins, unpack } from './archives.mjs';
import { buildAll } from './recipes.mjs';
import { cmake, compilers, generator } from './tools.mjs';

const RETRY_OPTIONAL_MS = 24 * 3600_000;
const RECIPE_FILES = ['recipes.mjs', 'ijg-rename.mjs'].map((name) =>
  readFileSync(new URL(name, import.meta.url)),
);

/**
 * Makes the prefix unless it is there; answers its path. For another platform: its compiler, the
 * environment that CMake is called in, and its processor.
 */
export async function ensurePrefix(cross) {
  const compiler = cross?.compiler ?? compilers();
  cmake();
  let archives = await collect();
  const ready = pathFor(archives, compiler);
  if (existsSync(join(ready, 'complete'))) return ready;
  return withLock(join(cacheDir, 'prefix.lock'), async () => {
    archives = await collect();
    const prefix = pathFor(archives, compiler);
    if (!existsSync(join(prefix, 'complete'))) await build(archives, compiler, prefix, cross);
    return prefix;
  });
}

async function collect() {
  const found = await Promise.all(
    Object.entries(pins.libraries).map(async ([name, library]) => {
      const wanted = !library.optional || process.env.DAREBLOPY_REQUIRE_IJG === '1';
      const archive = wanted
        ? await obtain(name, library.candidates)
        : await optional(name, library);
      if (!archive && wanted) throw missing(name, library);
      return archive && { ...archive, name };
    }),
  );
  return found.filter(Boolean);
}

/** An optional library that was not to be had is looked for once a day. */
async function optional(name, library) {
  const note = join(cacheDir, `missing-${name}`);
  const local = findLocal(library.candidates);
  if (local) return local;
  const recent = existsSync(note) && Date.now() - statSync(note).mtimeMs < RETRY_OPTIONAL_MS;
  const archive = recent && !archiveDir ? undefined : await obtain(name, library.candidates);
  if (archive) return archive;
  step(`${name} could not be had; going on without it (JPEG backend 'ijg' will be missing)`);
  mkdirSync(cacheDir, { recursive: true });
  if (!recent) writeFileSync(note, '');
  return undefined;
}

function missing(name, { candidates }) {
  const files = candidates.map((c) => `      ${c.file}  ${c.sha256}`).join('\n');
  return new UserError(
    `The source archive of ${name} could not be had${archiveDir ? ` in ${archiveDir}` : ''}.\n` +
      'Possible solutions:\n' +
      `  - put one of these files (name, SHA-256) into a folder and name it by DAREBLOPY_THIRD_PARTY_DIR:\n${files}\n` +
      (archiveDir
        ? '  - unset DAREBLOPY_THIRD_PARTY_DIR, so that it may be downloaded'
        : '  - check the network: the upstream host or any Debian mirror is enough'),
  );
}

function pathFor(archives, compiler) {
  const hash = createHash('sha256');
  for (const text of RECIPE_FILES) hash.update(text);
  hash.update(readFileSync(join(nativeDir, 'third_party/CMakeLists.txt')));
  hash.update(JSON.stringify(archives.map((a) => [a.name, a.sha256])));
  const simd = process.env.DAREBLOPY_ALLOW_NO_SIMD ?? '';
  const { cc, cxx, version } = compiler;
  const programs = { cc: target(cc), cxx: target(cxx), version };
  hash.update(JSON.stringify([programs, process.env.CFLAGS ?? '', platform, simd]));
  return join(cacheDir, 'prefix', hash.digest('hex').slice(0, 16));
}

/** What a path leads to: two links to one compiler are one compiler. A command line stays. */
const target = (program) => (existsSync(program) ? realpathSync(program) : program);

async function build(archives, compiler, prefix, { env: base = process.env, arch } = {}) {
  // CMake writes absolute paths into what it installs, so the prefix is made in
  // place; the file `complete` is what says that it may be used.
  rmSync(prefix, { recursive: true, force: true });
  mkdirSync(prefix, { recursive: true });
  const work = join(cacheDir, `work-${process.pid}`);
  try {
    const sources = {};
    for (const archive of archives) {
      sources[archive.name] = join(work, archive.name);
      await unpack(archive, sources[archive.name]);
    }
    const env = { ...base, CC: compiler.cc, CXX: compiler.cxx };
    const context = { work, env, prefix, cmake: cmake(), generator: await generator() };
    context.arch = arch ?? process.arch;
    context.crossed = arch !== undefined;
    await buildAll(sources, context);
    const versions = Object.fromEntries(archives.map((a) => [a.name, a.version]));
    writeFileSync(join(prefix, 'versions.json'), `${JSON.stringify(versions, null, 2)}\n`);
    writeFileSync(join(prefix, 'complete.tmp'), '');
    renameSync(join(prefix, 'complete.tmp'), join(prefix, 'complete'));
    step('third-party libraries are ready');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

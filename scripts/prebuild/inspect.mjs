// What a binary asks of the system that loads it, read from the binary itself.
import { statSync } from 'node:fs';
import { output } from '../lib/exec.mjs';
import { UserError } from '../lib/log.mjs';
import { maxBinaryBytes, maxGlibc } from './targets.mjs';

/** Says what the binary needs; throws when that is more than is promised. */
export function inspect(target, file) {
  const bytes = statSync(file).size;
  if (bytes > maxBinaryBytes) throw new UserError(`${file} has ${bytes} bytes`);
  if (target.os === 'darwin') return inspectMachO(file);
  if (target.os === 'win32') return inspectPe(file);
  return inspectElf(target, file);
}

function inspectElf(target, file) {
  const text = output('llvm-readelf', ['--version-info', '--dynamic', '--dyn-syms', file]);
  const needed = [...text.matchAll(/Shared library: \[(.*?)\]/g)].map((match) => match[1]);
  const versions = [...text.matchAll(/GLIBC_(\d+)\.(\d+)/g)].map((match) =>
    match.slice(1).map(Number),
  );
  const newest = versions.sort(([a, b], [c, d]) => c - a || d - b)[0];
  const foreign = needed.filter(
    (name) => !/^(lib(c|m|dl|pthread|rt)\.so|ld-linux|ld-musl)/.test(name),
  );
  if (foreign.length > 0) throw new UserError(`${file} needs ${foreign.join(', ')}`);
  if (target.libc === 'musl') {
    if (newest) throw new UserError(`${file} has symbols of glibc`);
    return `needs ${needed.join(', ')}`;
  }
  if (!newest) throw new UserError(`${file} names no version of glibc`);
  const [major, minor] = newest;
  if (major > maxGlibc[0] || (major === maxGlibc[0] && minor > maxGlibc[1])) {
    throw new UserError(`${file} needs glibc ${major}.${minor}`);
  }
  return `glibc ${major}.${minor}, needs ${needed.join(', ')}`;
}

function inspectMachO(file) {
  const text = output('llvm-objdump', ['--macho', '--private-headers', file]);
  const minimum = /LC_BUILD_VERSION[\s\S]*?minos (\d+)\.(\d+)/.exec(text);
  if (!minimum || Number(minimum[1]) > 11)
    throw new UserError(`${file}: minimum macOS ${minimum?.[1]}`);
  const needed = [...text.matchAll(/LC_LOAD_DYLIB[\s\S]*?name (\S+)/g)].map((match) => match[1]);
  const foreign = needed.filter((name) => !name.startsWith('/usr/lib/'));
  if (foreign.length > 0) throw new UserError(`${file} needs ${foreign.join(', ')}`);
  const signed = text.includes('LC_CODE_SIGNATURE') ? 'signed ad hoc' : 'not signed';
  return `macOS ${minimum[1]}.${minimum[2]}, ${signed}, needs ${needed.join(', ')}`;
}

function inspectPe(file) {
  const text = output('llvm-readobj', ['--coff-imports', '--coff-exports', file]);
  const needed = [...text.matchAll(/Import \{\s*Name: (\S+)/g)].map((match) => match[1]);
  const foreign = needed.filter(
    (name) => !/^(kernel32|ntdll|advapi32|api-ms-win-crt-.*|ucrtbase)\.dll$/i.test(name),
  );
  if (foreign.length > 0) throw new UserError(`${file} needs ${foreign.join(', ')}`);
  if (!text.includes('napi_register_module_v1')) throw new UserError(`${file} exports no module`);
  return `needs ${needed.length} system libraries`;
}

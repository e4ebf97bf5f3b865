import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { currentLibc, interpreterOf, libcOf, libcVersion } from '../src/libc.ts';

const folder = mkdtempSync(join(tmpdir(), 'dareblopy-libc-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An executable that asks for `interpreter`: a file header, two program headers, and the name. */
function executable(name: string, interpreter: string): string {
  const bytes = Buffer.alloc(64 + 2 * 56);
  bytes.write('\x7fELF', 'latin1');
  bytes[4] = 2;
  bytes[5] = 1;
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  bytes.writeUInt32LE(6, 64); // PT_PHDR
  bytes.writeUInt32LE(3, 64 + 56);
  bytes.writeBigUInt64LE(BigInt(bytes.length), 64 + 56 + 8);
  bytes.writeBigUInt64LE(BigInt(interpreter.length + 1), 64 + 56 + 32);
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([bytes, Buffer.from(`${interpreter}\0and more`)]));
  return path;
}

describe('the C library', () => {
  it.each([
    ['/lib/ld-musl-x86_64.so.1', 'musl'],
    ['/lib64/ld-linux-x86-64.so.2', 'glibc'],
    ['/nix/store/xyz-glibc-2.40/lib/ld-linux-aarch64.so.1', 'glibc'],
  ])('of a program with the loader %s is %s', (interpreter, libc) => {
    const path = executable('program', interpreter);
    expect(interpreterOf(path)).toBe(interpreter);
    expect(libcOf(interpreter)).toBe(libc);
    expect(currentLibc(path)).toBe(libc);
  });

  it('is asked of the report where a program has no loader, or is none', () => {
    for (const bytes of ['', '#!/bin/sh\n', '\x7fELF', '\x7fELF\x02\x01'.padEnd(64, '\xff')]) {
      const path = join(folder, 'other');
      writeFileSync(path, bytes, 'latin1');
      expect(interpreterOf(path)).toBeUndefined();
      expect(['glibc', 'musl']).toContain(currentLibc(path));
    }
    expect(interpreterOf(join(folder, 'missing'))).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('of this process has a version', () => {
    expect(libcVersion(currentLibc())).toMatch(/^\d+\.\d+/);
  });
});

import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';

export type Libc = 'glibc' | 'musl';

const PT_INTERP = 3;

/**
 * The program loader that an executable asks for (the interpreter of ELF's program headers): it belongs to the C
 * library that the process runs on, whatever else is installed. Undefined where it names none.
 */
export function interpreterOf(executable: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(executable, 'r');
    const header = readAt(file, 0, 64);
    // 64 bits, little-endian: what every system with a binary of ours has.
    if (header.length < 64 || header.readUInt32BE(0) !== 0x7f454c46) return undefined;
    if (header[4] !== 2 || header[5] !== 1) return undefined;
    const offset = Number(header.readBigUInt64LE(32));
    const entryBytes = header.readUInt16LE(54);
    const table = readAt(file, offset, entryBytes * header.readUInt16LE(56));
    for (let at = 0; at + 40 <= table.length; at += entryBytes) {
      if (table.readUInt32LE(at) !== PT_INTERP) continue;
      const size = Math.min(Number(table.readBigUInt64LE(at + 32)), 4096);
      const name = readAt(file, Number(table.readBigUInt64LE(at + 8)), size).toString('latin1');
      return name.replace(/\0.*$/s, '');
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, position));
}

/** Which C library a loader belongs to. */
export function libcOf(interpreter: string | undefined): Libc | undefined {
  if (!interpreter) return undefined;
  return interpreter.includes('ld-musl') ? 'musl' : 'glibc';
}

interface Report {
  header?: { glibcVersionRuntime?: string };
  sharedObjects?: string[];
}

/** What Node says of its own process; its list of network interfaces would take seconds on some machines. */
function report(): Report {
  if (typeof process.report?.getReport !== 'function') return {};
  const setting = process.report as { excludeNetwork?: boolean };
  const before = setting.excludeNetwork;
  try {
    setting.excludeNetwork = true;
    return process.report.getReport() as Report;
  } catch {
    return {};
  } finally {
    if (before !== undefined) setting.excludeNetwork = before;
  }
}

/** The C library of this process; a program without a loader is asked through its report. */
export function currentLibc(executable: string = process.execPath): Libc {
  const told = libcOf(interpreterOf(executable));
  if (told) return told;
  const { header, sharedObjects } = report();
  if (header?.glibcVersionRuntime) return 'glibc';
  return sharedObjects?.some((name) => /ld-musl-|libc\.musl-/.test(name)) ? 'musl' : 'glibc';
}

/** Its version, for messages; undefined where nothing tells. */
export function libcVersion(libc: Libc): string | undefined {
  if (libc === 'glibc') return report().header?.glibcVersionRuntime;
  const loader = interpreterOf(process.execPath);
  if (!loader) return undefined;
  // musl's loader says its version when it is called without a program.
  const said = spawnSync(loader, [], { encoding: 'utf8', timeout: 2000 }).stderr ?? '';
  return /^Version (\S+)$/m.exec(said)?.[1];
}

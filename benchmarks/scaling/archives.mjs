// Archives of many small entries, kept in the system's temporary folder, and who opens them.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { openZip } from '@dareblopy/zip';
import { openOnly } from '../zip/peers.mjs';

const folder = join(tmpdir(), 'dareblopy-bench-entries-2');
const CONTENT = Buffer.alloc(16, 7);
/** What node:zlib's crc32 (from Node 20.15 on) says of it. */
const CRC = crc32(CONTENT);
const LOCAL = 30; // bytes of a local header, of one in the directory, and of the three end records
const CENTRAL = 46;
const END = 56 + 20 + 22;

/** Path of a stored ZIP64 archive of `count` entries of 16 bytes, by APPNOTE 4.3: no writer takes as long. */
export async function archiveOf(count) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${count}.zip`);
  if (existsSync(path)) return path;
  const names = Array.from({ length: count }, (_, i) => `train/${Math.floor(i / 1000)}/${i}.bin`);
  const text = names.reduce((sum, { length }) => sum + length, 0);
  const directory = count * (LOCAL + CONTENT.length) + text;
  const zip = Buffer.alloc(directory + count * CENTRAL + text + END);
  let [at, central] = [0, directory];
  for (const name of names) {
    const offset = at;
    zip.writeUInt32LE(0x04034b50, at);
    writeFields(zip, at + 4, name);
    at += LOCAL + zip.write(name, at + LOCAL, 'latin1');
    at += CONTENT.copy(zip, at);
    zip.writeUInt32LE(0x02014b50, central);
    zip.writeUInt16LE(45, central + 4);
    writeFields(zip, central + 6, name);
    zip.writeUInt32LE(offset, central + 42);
    central += CENTRAL + zip.write(name, central + CENTRAL, 'latin1');
  }
  writeEnd(zip, central, count, directory);
  writeFileSync(`${path}.part`, zip);
  renameSync(`${path}.part`, path);
  return path;
}

/** What both headers have in common: version, flags, method 0, a date, CRC-32, sizes, length of the name. */
function writeFields(zip, at, name) {
  zip.writeUInt16LE(45, at);
  zip.writeUInt32LE(0x5a21_0000, at + 6); // 1 January 2025
  zip.writeUInt32LE(CRC, at + 10);
  zip.writeUInt32LE(CONTENT.length, at + 14);
  zip.writeUInt32LE(CONTENT.length, at + 18);
  zip.writeUInt16LE(name.length, at + 22);
}

/** The ZIP64 end record (4.3.14), its locator (4.3.15), and the old one (4.3.16), which points to them. */
function writeEnd(zip, at, count, directory) {
  zip.writeUInt32LE(0x06064b50, at);
  zip.writeBigUInt64LE(44n, at + 4);
  zip.writeUInt32LE(0x002d_002d, at + 12);
  zip.writeBigUInt64LE(BigInt(count), at + 24);
  zip.writeBigUInt64LE(BigInt(count), at + 32);
  zip.writeBigUInt64LE(BigInt(at - directory), at + 40);
  zip.writeBigUInt64LE(BigInt(directory), at + 48);
  zip.writeUInt32LE(0x07064b50, at + 56);
  zip.writeBigUInt64LE(BigInt(at), at + 64);
  zip.writeUInt32LE(1, at + 72);
  zip.writeUInt32LE(0x06054b50, at + 76);
  zip.fill(0xff, at + 84, at + 96); // look at the records above
}

/** `most`: of more entries it takes longer than a benchmark should. */
export const openers = {
  ours: { open: async (path) => (await openZip(path)).close() },
  'yarn libzip': { open: (path) => openOnly['yarn libzip'](path).discardAndClose() },
  'adm-zip': { open: (path) => openOnly['adm-zip'](path), most: 100_000 },
  yauzl: { open: async (path) => (await openOnly.yauzl(path)).zip.close(), most: 100_000 },
};

// The names that a static library defines, from the index that `ar` keeps in it: no nm is needed.
// The formats: ar(5), System V's member "/" (GNU, LLVM) and BSD's "__.SYMDEF" (macOS).
import { readFileSync } from 'node:fs';

const MAGIC = '!<arch>\n';
const HEADER_BYTES = 60;

/** Every external symbol that a member of the archive defines. */
export function archiveSymbols(path) {
  const file = readFileSync(path);
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new Error(`${path}: not an archive of ar`);
  }
  const header = file.toString('latin1', MAGIC.length, MAGIC.length + HEADER_BYTES);
  const begin = MAGIC.length + HEADER_BYTES;
  const index = file.subarray(begin, begin + Number(header.slice(48, 58)));
  const name = header.slice(0, 16).trim();
  if (name === '/') return systemV(index, 4);
  if (name === '/SYM64/') return systemV(index, 8);
  if (name.startsWith('#1/')) return bsd(index, Number(name.slice(3)));
  throw new Error(`${path}: an archive without an index of symbols`);
}

/** A count, as many offsets of members, as many names; numbers are big-endian. */
function systemV(index, width) {
  const count = width === 4 ? index.readUInt32BE(0) : Number(index.readBigUInt64BE(0));
  return names(index.subarray(width * (count + 1))).slice(0, count);
}

/** After the member's own name: the size of a table of (name, member), the table, the size of the names, the names. */
function bsd(index, nameBytes) {
  const body = index.subarray(nameBytes);
  const wide = index.toString('latin1', 0, nameBytes).startsWith('__.SYMDEF_64');
  const size = (at) => (wide ? Number(body.readBigUInt64LE(at)) : body.readUInt32LE(at));
  const width = wide ? 8 : 4;
  const table = size(0);
  const text = body.subarray(2 * width + table, 2 * width + table + size(width + table));
  return names(text);
}

const names = (bytes) => bytes.toString('latin1').split('\0').filter(Boolean);

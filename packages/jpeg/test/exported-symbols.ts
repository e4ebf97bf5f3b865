import { readFileSync } from 'node:fs';

const DYNAMIC_SYMBOLS = 11; // SHT_DYNSYM
const SYMBOL_BYTES = 24;

/** What a shared library of 64-bit ELF, little-endian, exports: the defined symbols of its section .dynsym. */
export function exportedSymbols(path: string): string[] {
  const file = readFileSync(path);
  const offset = (at: number): number => Number(file.readBigUInt64LE(at));
  const headers = offset(0x28);
  const [headerBytes, count] = [file.readUInt16LE(0x3a), file.readUInt16LE(0x3c)];
  const section = (index: number) => {
    const at = headers + index * headerBytes;
    const begin = offset(at + 24);
    return {
      type: file.readUInt32LE(at + 4),
      link: file.readUInt32LE(at + 40),
      bytes: file.subarray(begin, begin + offset(at + 32)),
    };
  };
  const symbols = Array.from({ length: count }, (_, i) => section(i)).find(
    ({ type }) => type === DYNAMIC_SYMBOLS,
  );
  if (!symbols) throw new Error(`${path} has no dynamic symbols`);
  const strings = section(symbols.link).bytes;
  const names: string[] = [];
  for (let at = 0; at < symbols.bytes.length; at += SYMBOL_BYTES) {
    const isDefined = symbols.bytes.readUInt16LE(at + 6) !== 0;
    const begin = symbols.bytes.readUInt32LE(at);
    if (isDefined) names.push(strings.toString('latin1', begin, strings.indexOf(0, begin)));
  }
  return names;
}

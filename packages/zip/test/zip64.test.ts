// Entries above 4 GiB, in a sparse file: as other programs write them is for scripts/checks/zip64.mjs.
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { openZip } from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

const at = tempFolder();
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const GiB = 2 ** 30;
const largeSize = 5 * GiB + 7;
const tail = encode('what comes after it');
const saturated = 0xffff_ffff;

type Field = readonly [bytes: 2 | 4 | 8, value: number];

function pack(...fields: readonly (Field | Uint8Array)[]): Buffer {
  return Buffer.concat(
    fields.map((field) => {
      if (field instanceof Uint8Array) return field;
      const [bytes, value] = field;
      const packed = Buffer.alloc(bytes);
      if (bytes === 8) packed.writeBigUInt64LE(BigInt(value));
      else packed.writeUIntLE(value, 0, bytes);
      return packed;
    }),
  );
}

/** APPNOTE 4.3.7, with the sizes in a ZIP64 field (4.5.3). */
function localHeader(name: string, crc: number, size: number): Buffer {
  const zip64 = pack([2, 1], [2, 16], [8, size], [8, size]);
  const begin = pack([4, 0x04034b50], [2, 45], [2, 0], [2, 0], [4, 0x21_0000], [4, crc]);
  const sizes = pack([4, saturated], [4, saturated]);
  return pack(begin, sizes, [2, name.length], [2, zip64.length], encode(name), zip64);
}

/** 4.3.12, with sizes and offset in a ZIP64 field. */
function centralHeader(name: string, crc: number, size: number, offset: number): Buffer {
  const zip64 = pack([2, 1], [2, 24], [8, size], [8, size], [8, offset]);
  const versions = pack([4, 0x02014b50], [2, 45], [2, 45], [2, 0], [2, 0], [4, 0x21_0000]);
  const sizes = pack([4, crc], [4, saturated], [4, saturated]);
  const lengths = pack([2, name.length], [2, zip64.length], [2, 0], [2, 0], [2, 0], [4, 0]);
  return pack(versions, sizes, lengths, [4, saturated], encode(name), zip64);
}

/** 4.3.14 to 4.3.16. */
function endRecords(count: number, size: number, offset: number): Buffer {
  const begin = pack([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]);
  const wide = pack(begin, [8, count], [8, count], [8, size], [8, offset]);
  const locator = pack([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]);
  const narrow = pack([4, 0x06054b50], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff]);
  return pack(wide, locator, narrow, [4, saturated], [4, saturated], [2, 0]);
}

/** An entry of zeros with a mark on each side of 4 GiB, and a small one behind it. */
function writeSparse(path: string, claimed: number): void {
  const file = openSync(path, 'w');
  const header = localHeader('large.bin', 0, claimed);
  writeSync(file, header, 0, header.length, 0);
  const mark = encode('around four GiB');
  writeSync(file, mark, 0, mark.length, header.length + 4 * GiB - 6);
  const tailOffset = header.length + largeSize;
  const tailCrc = crc32(tail);
  const small = pack(localHeader('tail.txt', tailCrc, tail.length), tail);
  writeSync(file, small, 0, small.length, tailOffset);
  const directory = pack(
    centralHeader('large.bin', 0, largeSize, 0),
    centralHeader('tail.txt', tailCrc, tail.length, tailOffset),
  );
  const end = tailOffset + small.length;
  writeSync(file, pack(directory, endRecords(2, directory.length, end)), 0, null, end);
  closeSync(file);
}

beforeAll(() => writeSparse(at('large.zip'), largeSize));

describe('entries above 4 GiB', () => {
  it('are listed, and read in parts', async () => {
    await using archive = await openZip(at('large.zip'));
    const entry = archive.entry('large.bin');
    expect(entry).toMatchObject({ size: largeSize, compressedSize: largeSize, method: 'store' });
    const part = (begin: number, end?: number) => entry.slice(begin, end).bytes().then(decode);
    expect(await part(4 * GiB - 6, 4 * GiB + 9)).toBe('around four GiB');
    expect(await part(4 * GiB, 4 * GiB + 4)).toBe(' fou');
    expect(await part(-3)).toBe('\0\0\0');
    expect(await entry.slice(largeSize).bytes()).toHaveLength(0);
    const reader = entry.stream().getReader();
    expect((await reader.read()).value?.every((byte) => byte === 0)).toBe(true);
    await reader.cancel();
  });

  it('are not read as a whole beyond the limit', async () => {
    await using archive = await openZip(at('large.zip'));
    const limit = { code: 'LIMIT_EXCEEDED', entry: 'large.bin', expected: GiB, actual: largeSize };
    await expect(archive.read('large.bin')).rejects.toMatchObject(limit);
    await expect(archive.readMany(['tail.txt', 'large.bin'])).rejects.toMatchObject(limit);
    expect(() => archive.readSync('large.bin')).toThrow(expect.objectContaining(limit));
  });

  it('do not hide what lies behind them', async () => {
    await using archive = await openZip(at('large.zip'));
    expect(await archive.read('tail.txt')).toEqual(tail);
    expect((await archive.readMany(['tail.txt', 'tail.txt'])).map(decode)).toEqual(
      Array(2).fill(decode(tail)),
    );
    expect(archive.view('tail.txt')).toEqual(tail);
  });

  it('are held against the local header', async () => {
    writeSparse(at('lies.zip'), largeSize - 1);
    await using archive = await openZip(at('lies.zip'));
    await expect(archive.entry('large.bin').slice(0, 10).bytes()).rejects.toMatchObject({
      code: 'ZIP_SIZE_MISMATCH',
      entry: 'large.bin',
    });
    expect(await archive.read('tail.txt')).toEqual(tail);
  });
});

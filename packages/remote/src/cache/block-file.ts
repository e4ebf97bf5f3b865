import { native } from '@dareblopy/native';

/**
 * A block on disk: a header, then the block's bytes.
 *
 *     0  8  magic "DBLCACH1"
 *     8  4  bytes of the block, little-endian, as all numbers here
 *    12  4  bytes of a page (16,384)
 *    16  4  for each page the CRC-32C of its bytes
 *     .  4  CRC-32C of what is before it and of the block's key
 *
 * Pages have checksums of their own, so that a short read out of a block checks no more than it needs.
 */
const magic = Buffer.from('DBLCACH1');
export const pageBytes = 16 * 1024;

export function headerBytes(length: number): number {
  return 16 + Math.ceil(length / pageBytes) * 4 + 4;
}

export function crc32c(bytes: Uint8Array, seed = 0): number {
  return native.crc32c(bytes, seed) >>> 0;
}

export function encodeBlock(key: string, bytes: Uint8Array): [Buffer, Uint8Array] {
  const header = Buffer.alloc(headerBytes(bytes.length));
  magic.copy(header);
  header.writeUInt32LE(bytes.length, 8);
  header.writeUInt32LE(pageBytes, 12);
  for (let page = 0, at = 16; page < bytes.length; page += pageBytes, at += 4)
    header.writeUInt32LE(crc32c(bytes.subarray(page, page + pageBytes)), at);
  const end = header.length - 4;
  header.writeUInt32LE(headerCrc(key, header.subarray(0, end)), end);
  return [header, bytes];
}

/** The checksums of a block's pages; undefined when the header is not that of this block. */
export function decodeHeader(key: string, header: Buffer, length: number): Uint32Array | undefined {
  const end = header.length - 4;
  const good =
    header.length === headerBytes(length) &&
    header.subarray(0, 8).equals(magic) &&
    header.readUInt32LE(8) === length &&
    header.readUInt32LE(12) === pageBytes &&
    header.readUInt32LE(end) === headerCrc(key, header.subarray(0, end));
  if (!good) return undefined;
  return Uint32Array.from({ length: (end - 16) / 4 }, (_, i) => header.readUInt32LE(16 + i * 4));
}

function headerCrc(key: string, header: Uint8Array): number {
  return crc32c(Buffer.from(key), crc32c(header));
}

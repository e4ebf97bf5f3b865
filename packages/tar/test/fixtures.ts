import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

/** The path of an archive that others' tools wrote (testdata/tar/README.md). */
export const fixturePath = (name: string) =>
  fileURLToPath(new URL(`../../../testdata/tar/${name}`, import.meta.url));
export const fixture = (name: string) => new Uint8Array(readFileSync(fixturePath(name)));

/** A file as Python's tarfile reads it; `size` null: a hard link to nowhere. */
export interface Expected {
  name: string;
  size: number | null;
  sha256: string | null;
  modified: number;
}
export const expected = JSON.parse(readFileSync(fixturePath('expected.json'), 'utf8')) as Record<
  string,
  Expected[]
>;

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of iterable) all.push(one);
  return all;
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dareblopy-tar-'));
  folders.push(folder);
  return folder;
}

/** A header as POSIX has it, with some fields of the test's own. */
export function header(
  name: string,
  size: number | string,
  { type = '0', prefix = '', link = '', magic = 'ustar\x0000' } = {},
): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100, 'latin1');
  block.write('0000644\0', 100);
  block.write(typeof size === 'string' ? size : size.toString(8).padStart(11, '0'), 124, 'latin1');
  block.write('00000000000', 136);
  block.write(type, 156);
  block.write(link, 157, 100);
  block.write(magic, 257, 'latin1');
  block.write(prefix, 345, 155);
  return seal(block);
}

/** Sets the checksum. */
export function seal(block: Buffer): Buffer {
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

export const padded = (data: Buffer) =>
  Buffer.concat([data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
export const file = (name: string, text: string) =>
  Buffer.concat([header(name, text.length), padded(Buffer.from(text))]);
export const end = Buffer.alloc(1024);

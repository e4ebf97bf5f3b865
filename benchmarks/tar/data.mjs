// The archives that the measurements read, made anew in a temporary folder.
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { createTar } from '@dareblopy/tar';

const count = 100_000;
const size = 4000;

export const nameOf = (i) => `train/${i % 100}/${i}.bin`;

/** 100,000 entries of 4 kB each, and the same in GZIP. */
export async function makeData() {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-bench-tar-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'many.tar');
  const gzip = join(folder, 'many.tar.gz');
  const writer = await createTar(path);
  const bytes = new Uint8Array(size);
  for (let i = 0; i < count; i++) {
    for (let at = 0; at < size; at += 16) bytes[at] = i + at;
    bytes[0] = i;
    await writer.add(nameOf(i), bytes);
  }
  await writer.close();
  await pipeline(createReadStream(path), createGzip({ level: 6 }), createWriteStream(gzip));
  return {
    path,
    gzip,
    index: join(folder, 'many.index'),
    count,
    bytes: count * size,
    firstByte: (name) => Number(name.split('/').at(-1).split('.')[0]) & 255,
    /** What the system calls alone cost. */
    preads(archive, names) {
      const file = openSync(path, 'r');
      const buffer = new Uint8Array(size);
      const places = names.map((name) => archive.entry(name)).map((entry) => entry.offset);
      return () => {
        for (const offset of places) readSync(file, buffer, 0, size, offset);
      };
    },
  };
}

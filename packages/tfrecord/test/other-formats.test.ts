// Files that are no TFRecord at all: the error says so, and what they look like.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openTFRecords, readTFRecords } from '../src/index.ts';
import { collect, fixture, temporaryFolder } from './fixtures.ts';

const testdata = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../testdata/${path}`, import.meta.url)));
const text = (value: string) => new TextEncoder().encode(value);

const files: [looks: string, bytes: Uint8Array][] = [
  ['a ZIP archive', testdata('zip/python.zip')],
  ['a JPEG', testdata('jpeg/s420.jpg')],
  ['text', text('{"label": 3}\n{"label": 4}\n')],
  ['text', text('a,b\n1')],
  ['text', text('Hello')], // its first bytes could be those of a ZLIB stream
  ['text', text('xyz,label\n'.repeat(100))],
  [
    'a Git LFS pointer: the file itself was not downloaded',
    text('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n'),
  ],
];

describe('a file of another format', () => {
  it.each(files)('%s', async (looks, bytes) => {
    const path = join(await temporaryFolder(), 'train.tfrecord');
    await writeFile(path, bytes);
    const expected = {
      code: 'TFRECORD_NOT_A_TFRECORD',
      path,
      record: 0,
      offset: 0,
      actual: looks,
    };
    await expect(openTFRecords(path)).rejects.toMatchObject(expected);
    await expect(openTFRecords(bytes)).rejects.toMatchObject({ code: expected.code });
    await expect(collect(readTFRecords(path))).rejects.toMatchObject(expected);
    // No record of it could be good: an empty data set would hide the mistake.
    for (const onCorrupt of ['stop', 'skip'] as const) {
      await expect(collect(readTFRecords(path, { onCorrupt }))).rejects.toMatchObject(expected);
    }
    await expect(openTFRecords(path, { onCorrupt: 'stop' })).rejects.toMatchObject(expected);
  });

  it('inside GZIP, and GZIP read as if it were none', async () => {
    const gzip = gzipSync(text('id,label\n'.repeat(10)));
    await expect(collect(readTFRecords(gzip))).rejects.toMatchObject({
      code: 'TFRECORD_NOT_A_TFRECORD',
      actual: 'text',
    });
    const records = fixture('records.tfrecord.gz');
    await expect(collect(readTFRecords(records, { compression: 'none' }))).rejects.toMatchObject({
      code: 'TFRECORD_NOT_A_TFRECORD',
      actual: 'GZIP',
    });
  });

  it('is damaged records where nothing else tells', async () => {
    const damaged = fixture('records.tfrecord');
    damaged[9] = (damaged[9] ?? 0) ^ 1;
    for (const read of [() => openTFRecords(damaged), () => collect(readTFRecords(damaged))]) {
      await expect(read()).rejects.toMatchObject({
        code: 'TFRECORD_LENGTH_CRC_MISMATCH',
        record: 0,
        message: expect.stringContaining('or no TFRecord'),
      });
    }
    await expect(openTFRecords(damaged.subarray(0, 7))).rejects.toMatchObject({
      code: 'TFRECORD_TRUNCATED',
      expected: 12,
      actual: 7,
    });
  });
});

import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTFRecords, type TFRecordReader } from '../src/index.ts';
import { collect, fixture, fixturePath, temporaryFolder } from './fixtures.ts';

const files = ['records.tfrecord.gz', 'many.tfrecord', 'records.tfrecord.zlib', 'records.tfrecord'];
const paths = files.map(fixturePath);

/** Records and the error that ended them. */
async function told(reader: TFRecordReader): Promise<unknown[]> {
  const all: unknown[] = [];
  try {
    for await (const record of reader) all.push(record);
  } catch (error) {
    const { code, path, record, offset } = error as Record<string, unknown>;
    all.push({ code, path, record, offset });
  }
  return [...all, reader.corruptCount];
}

describe('files read at the same time', () => {
  it('give the records in the order of the files', async () => {
    const expected = await collect(readTFRecords(paths, { parallelFiles: 1 }));
    for (const options of [{}, { parallelFiles: 3 }, { parallelFiles: 64, readAheadBytes: 1 }]) {
      expect(await collect(readTFRecords(paths, options))).toEqual(expected);
    }
    const skip = expected.length - 5;
    const rest = await collect(readTFRecords(paths, { parallelFiles: 3, skip }));
    expect(rest).toEqual(expected.slice(-5));
  });

  it('are shuffled as if they were read one by one', async () => {
    const shuffle = { buffer: 50, seed: 3, files: true };
    const one = await collect(readTFRecords(paths, { shuffle, parallelFiles: 1 }));
    expect(await collect(readTFRecords(paths, { shuffle, parallelFiles: 4 }))).toEqual(one);
  });

  it('end at the first error in that order, after the records before it', async () => {
    const broken = join(await temporaryFolder(), 'broken.tfrecord.gz');
    await writeFile(broken, gzipSync(fixture('many.tfrecord')));
    await truncate(broken, 2000);
    const list = [paths[1] as string, broken, 'absent.tfrecord', paths[0] as string];
    for (const onCorrupt of ['throw', 'skip', 'stop'] as const) {
      const expected = await told(readTFRecords(list, { parallelFiles: 1, onCorrupt }));
      expect(expected.at(-2)).toMatchObject({ code: 'GZIP_TRUNCATED', path: broken });
      expect(await told(readTFRecords(list, { parallelFiles: 4, onCorrupt }))).toEqual(expected);
    }
  });

  it('say what they hold at most', () => {
    const bound = (parallelFiles: number, readAheadBytes: number) =>
      readTFRecords(paths, { parallelFiles, readAheadBytes }).memoryBound();
    expect(bound(3, 2 ** 20) - bound(2, 2 ** 20)).toBe(2 ** 26);
    expect(bound(2, 2 ** 20) - bound(2, 2 ** 19)).toBe(2 ** 19);
    expect(bound(1, 2 ** 20)).toBe(2 ** 26);
  });

  it('refuses none', () => {
    expect(() => readTFRecords(paths, { parallelFiles: 0 })).toThrow(RangeError);
    expect(() => readTFRecords(paths, { readAheadBytes: 0.5 })).toThrow(RangeError);
  });
});

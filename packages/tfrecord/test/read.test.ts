import { createHash } from 'node:crypto';
import { copyFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { TFRecordReader } from '../src/index.ts';
import {
  createTFRecords,
  encodeExample,
  exampleParser,
  fixedLen,
  key,
  padded,
  ragged,
  readTFRecords,
} from '../src/index.ts';
import { collect, fixture, fixtureJson, fixturePath, temporaryFolder } from './fixtures.ts';

const facts = fixtureJson<{ size: number; sha256: string }[]>('records.json');
const range = (begin: number, count: number) => Array.from({ length: count }, (_, i) => begin + i);
const many = (i: number) => new Uint8Array((i * 7) % 300).fill(i % 251);

describe('readTFRecords', () => {
  for (const name of ['records.tfrecord', 'records.tfrecord.gz', 'records.tfrecord.zlib']) {
    it(`reads ${name}, compression detected`, async () => {
      const reader = readTFRecords(fixturePath(name));
      for (const _again of [1, 2]) {
        const records = await collect(reader);
        expect(
          records.map((record) => ({
            size: record.length,
            sha256: createHash('sha256').update(record).digest('hex'),
          })),
        ).toEqual(facts);
      }
    });
  }

  it('takes empty files, several files, wildcards and bytes in memory', async () => {
    for (const name of ['empty.tfrecord', 'empty.tfrecord.gz', 'empty.tfrecord.zlib']) {
      expect(await collect(readTFRecords(fixturePath(name)))).toEqual([]);
    }
    const three = readTFRecords(fixturePath('records.tfrecord*'));
    expect(await collect(three)).toHaveLength(18);
    const mixed = [fixture('records.tfrecord.gz'), fixturePath('many.tfrecord')];
    expect(await collect(readTFRecords(mixed))).toHaveLength(1006);
    await expect(collect(readTFRecords('/no/such-*.tfrecord'))).rejects.toMatchObject({
      code: 'IO_NOT_FOUND',
    });
  });

  it('gives records that are yours: each on a buffer of its own', async () => {
    const [first, second] = await collect(readTFRecords(fixturePath('many.tfrecord'))).then(
      (records) => records.slice(1),
    );
    structuredClone(first?.buffer, { transfer: [first?.buffer as ArrayBuffer] });
    expect(second).toEqual(many(2));
  });

  it('reads in batches, the last of which may be short', async () => {
    const reader = readTFRecords(fixturePath('many.tfrecord'));
    const batches = await collect(reader.batches(300));
    expect(batches.map((batch) => batch.length)).toEqual([300, 300, 300, 100]);
    expect(batches.flat()).toEqual(Array.from({ length: 1000 }, (_, i) => many(i)));
    expect(await collect(reader.batches({ batchSize: 300, dropLast: true }))).toHaveLength(3);
  });

  it('stops early, and by a signal', async () => {
    for await (const record of readTFRecords(fixturePath('many.tfrecord'))) {
      expect(record).toEqual(many(0));
      break;
    }
    const abort = new AbortController();
    const reader = readTFRecords(fixturePath('many.tfrecord'), { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(collect(reader)).rejects.toThrow('enough');
  });

  it('stops by a signal between two records of one read', async () => {
    const parser = exampleParser({ shape: fixedLen([3], 'int64') });
    const ways = {
      records: (reader: TFRecordReader) => reader,
      batches: (reader: TFRecordReader) => reader.batches(4),
      sources: (reader: TFRecordReader) => reader.sources(),
      decode: (reader: TFRecordReader) => reader.decode(parser, 4),
    };
    for (const [name, way] of Object.entries(ways)) {
      const abort = new AbortController();
      const reader = readTFRecords(fixturePath('uint8.tfrecord'), { signal: abort.signal });
      let given = 0;
      const reading = (async () => {
        for await (const _one of way(reader) as AsyncIterable<unknown>) {
          if (++given === 2) abort.abort(new Error('enough'));
        }
      })();
      await expect(reading, name).rejects.toThrow('enough');
      expect(given, name).toBe(2);
    }
  });

  it('refuses options that cannot be', () => {
    const read = (options: object) => () => readTFRecords('x', options);
    expect(read({ compression: 'lz4' })).toThrow("'gzip'");
    expect(read({ onCorrupt: 'ignore' })).toThrow(TypeError);
    expect(read({ maxRecordBytes: -5 })).toThrow(RangeError);
    expect(read({ maxRecordBytes: 'large' })).toThrow(RangeError);
    expect(read({ skip: -1 })).toThrow(RangeError);
    expect(read({ shuffle: { buffer: 0, seed: 1 } })).toThrow(RangeError);
  });

  it('names path, record, offset, expected and found', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'cut.tfrecord');
    await copyFile(fixturePath('records.tfrecord'), path);
    await truncate(path, 40);
    await expect(collect(readTFRecords(path))).rejects.toMatchObject({
      name: 'DareblopyError',
      code: 'TFRECORD_TRUNCATED',
      path,
      record: 2,
      offset: 33,
      expected: 12,
      actual: 7,
    });
    const flipped = fixture('records.tfrecord');
    flipped[16 + 12] = 0x62; // the data of record 1, an 'a'
    await expect(collect(readTFRecords(flipped))).rejects.toMatchObject({
      code: 'TFRECORD_DATA_CRC_MISMATCH',
      record: 1,
      offset: 16,
    });
    expect(await collect(readTFRecords(flipped, { verify: false }))).toHaveLength(6);
    const skipping = readTFRecords(flipped, { onCorrupt: 'skip' });
    expect(await collect(skipping)).toHaveLength(5);
    expect(skipping.corruptCount).toBe(1);
    expect(await collect(readTFRecords(flipped, { onCorrupt: 'stop' }))).toHaveLength(1);
  });

  it('checks the trailers of GZIP', async () => {
    const bytes = fixture('records.tfrecord.gz');
    bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1;
    await expect(collect(readTFRecords(bytes))).rejects.toMatchObject({ code: 'GZIP_CORRUPT' });
    const half = fixture('records.tfrecord.gz').subarray(0, 200);
    await expect(collect(readTFRecords(half))).rejects.toMatchObject({ code: 'GZIP_TRUNCATED' });
    const members = Buffer.concat([
      fixture('records.tfrecord.gz'),
      gzipSync(fixture('records.tfrecord')),
    ]);
    expect(await collect(readTFRecords(members))).toHaveLength(12);
  });

  it('bounds what a record may take', async () => {
    await expect(
      collect(readTFRecords(fixturePath('records.tfrecord'), { maxRecordBytes: 1000 })),
    ).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', record: 5, expected: 1000, actual: 5000 });
  });

  it('every truncation and every flipped byte gives right records or a typed error', async () => {
    const good = fixture('records.tfrecord.gz');
    const whole = await collect(readTFRecords(good));
    const attempt = (bytes: Uint8Array) =>
      collect(readTFRecords(bytes)).then(
        (records) => expect(records).toEqual(whole.slice(0, records.length)),
        (error: { name: string }) => expect(error.name).toBe('DareblopyError'),
      );
    for (let size = 0; size < good.length; size += 3) await attempt(good.subarray(0, size));
    for (let i = 0; i < good.length; i += 2) {
      const flipped = good.slice();
      flipped[i] = (flipped[i] ?? 0) ^ 0xff;
      await attempt(flipped);
    }
  });
});

describe('shuffling', () => {
  const path = fixturePath('many.tfrecord');
  const order = async (options: Parameters<typeof readTFRecords>[1]) =>
    (await collect(readTFRecords(path, options))).map(
      (record) => record.length * 1000 + (record[0] ?? 0),
    );

  it('is a permutation that seed and epoch decide', async () => {
    const plain = await order({});
    const shuffled = await order({ shuffle: { buffer: 100, seed: 7 } });
    expect(shuffled).not.toEqual(plain);
    expect([...shuffled].sort()).toEqual([...plain].sort());
    expect(await order({ shuffle: { buffer: 100, seed: 7, epoch: 0 } })).toEqual(shuffled);
    expect(await order({ shuffle: { buffer: 100, seed: 8 } })).not.toEqual(shuffled);
    expect(await order({ shuffle: { buffer: 100, seed: 7, epoch: 1 } })).not.toEqual(shuffled);
  });

  it('continues mid-buffer with the same order', async () => {
    const shuffle = { buffer: 64, seed: 3 };
    const whole = await order({ shuffle });
    for (const skip of [1, 63, 64, 65, 500, 990, 1000]) {
      expect(await order({ shuffle, skip })).toEqual(whole.slice(skip));
    }
  });

  it('shuffles files too, as the original does', async () => {
    const folder = await temporaryFolder();
    const files = Array.from({ length: 6 }, (_, i) => join(folder, `${i}.tfrecord`));
    for (const file of files) await writeFile(file, fixture('records.tfrecord'));
    const first = async (epoch: number) => {
      const shuffle = { buffer: 1, seed: 5, epoch, files: true };
      const [block] = await collect(readTFRecords(files, { shuffle }).blocks());
      return block?.sources[0]?.name;
    };
    const names = await Promise.all(Array.from({ length: 12 }, (_, epoch) => first(epoch)));
    expect(new Set(names).size).toBeGreaterThan(2);
  });
});

describe('decoding while reading', () => {
  it('gives what decoding the records gives', async () => {
    const parser = exampleParser({
      data: fixedLen([3, 8, 8], 'uint8'),
      shape: fixedLen([3], 'int64'),
    });
    const reader = readTFRecords(fixturePath('uint8.tfrecord'));
    const batches = await collect(reader.decode(parser, 16));
    expect(batches.map(({ data }) => data.shape[0])).toEqual([16, 16, 8]);
    expect(Buffer.concat(batches.map(({ data }) => data.data))).toEqual(
      Buffer.from(fixture('uint8.raw')),
    );
    const whole = await parser.decode(await collect(reader));
    expect(whole.data.data).toEqual(fixture('uint8.raw'));
  });

  it('gives every batch before the record that does not parse', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'bad.tfrecord');
    const writer = await createTFRecords(path);
    const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
    for (const name of names) await writer.write(encodeExample({ name }));
    await writer.write(new Uint8Array([10, 5, 1]));
    await writer.close();
    const parser = exampleParser({ name: fixedLen([], 'string') });
    const given: string[] = [];
    const reading = (async () => {
      for await (const { name } of readTFRecords(path).decode(parser, 7)) given.push(...name.data);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'PROTO_MALFORMED', path, record: 100 });
    expect(given).toEqual(names.slice(0, 98));
  });

  it('gives every batch before a record that is corrupt', async () => {
    const bytes = fixture('uint8.tfrecord');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const parser = exampleParser({ shape: fixedLen([3], 'int64') });
    let rows = 0;
    const reading = (async () => {
      for await (const { shape } of readTFRecords(bytes).decode(parser, 13))
        rows += shape.shape[0] ?? 0;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'TFRECORD_DATA_CRC_MISMATCH', record: 39 });
    expect(rows).toBe(39);
  });

  it('gives the same batches whatever the reads and the files', async () => {
    const folder = await temporaryFolder();
    const files = ['a', 'b', 'c'].map((name) => join(folder, name));
    const text = (i: number) => 'x'.repeat(i % 100);
    for (const [f, path] of files.entries()) {
      const writer = await createTFRecords(path);
      for (let i = 0; i < 5000; i++) {
        const ids = { int64: Array.from({ length: i % 3 }, () => i) };
        await writer.write(encodeExample({ ids, text: text(i), at: BigInt(f * 5000 + i) }));
      }
      await writer.close();
    }
    const parser = exampleParser({
      at: fixedLen([], 'int64', { as: 'int32' }),
      text: fixedLen([], 'bytes'),
      ids: padded('int64'),
      ragged: key('ids', ragged('int64')),
    });
    const reader = readTFRecords(files);
    for (const batchSize of [7, 4096, 15_000]) {
      let next = 0;
      for await (const { at, text: texts, ids, ragged } of reader.decode(parser, batchSize)) {
        const rows = Math.min(batchSize, 15_000 - next);
        expect(at.shape).toEqual([rows]);
        // Each array has a buffer of its own.
        expect(at.data.buffer.byteLength).toBe(at.data.byteLength);
        expect(ids.shape).toEqual([
          rows,
          Math.max(...range(next, rows).map((i) => (i % 5000) % 3)),
        ]);
        expect(Array.from(at.data)).toEqual(range(next, rows));
        expect(texts.data.map((one) => one.length)).toEqual(
          range(next, rows).map((i) => text(i % 5000).length),
        );
        expect(ragged.rowSplits.data.at(-1)).toBe(ragged.values.data.length);
        next += rows;
      }
      expect(next).toBe(15_000);
    }
    expect(await collect(reader.decode(parser, { batchSize: 4096, dropLast: true }))).toHaveLength(
      3,
    );
  });

  it('names the record that does not parse', async () => {
    const parser = exampleParser({ absent: fixedLen([], 'int64') });
    const path = fixturePath('uint8.tfrecord');
    await expect(collect(readTFRecords(path).decode(parser, 16))).rejects.toMatchObject({
      code: 'FEATURE_MISSING',
      entry: 'absent',
      path,
      record: 0,
    });
  });

  it('reads a record of 100 MB', async () => {
    const path = join(await temporaryFolder(), 'large.tfrecord');
    const data = new Uint8Array(100_000_000);
    for (let i = 0; i < data.length; i += 4099) data[i] = i % 251;
    const writer = await createTFRecords(path);
    await writer.write(encodeExample({ data }));
    await writer.close();
    const parser = exampleParser({ data: fixedLen([data.length], 'uint8') });
    const [batch] = await collect(readTFRecords(path).decode(parser, 1));
    expect(Buffer.compare(batch?.data.data as Uint8Array, data)).toBe(0);
  });
});

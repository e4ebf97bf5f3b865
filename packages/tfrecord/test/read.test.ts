import { createHash } from 'node:crypto';
import { copyFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeExample, exampleParser, fixedLen, readTFRecords } from '../src/index.ts';
import { collect, fixture, fixtureJson, fixturePath, temporaryFolder } from './fixtures.ts';

const facts = fixtureJson<{ size: number; sha256: string }[]>('records.json');
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
    const { createTFRecords } = await import('../src/index.ts');
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

import { gzipSync } from 'node:zlib';
import { text as textDecoder } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import { describe, expect, it } from 'vitest';
import { readTar } from '../src/index.ts';
import { collect, end, file, fixturePath, header, padded } from './fixtures.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const shards = fixturePath('webdataset-{000000..000001}.tar');

describe('readTar', () => {
  it('gives samples of files with one stem, as WebDataset does', async () => {
    const samples = await collect(readTar(shards).groupByStem(['jpg', 'cls', 'txt']));
    expect(samples.map(({ key }) => key)).toEqual(
      Array.from({ length: 10 }, (_, i) => `sample000${i}`),
    );
    const labels = await Promise.all(samples.map(async ({ cls }) => text(await cls.bytes())));
    expect(labels).toEqual(['0', '1', '2', '0', '1', '2', '0', '1', '2', '0']);
    const some = await collect(readTar(shards).groupByStem(['txt']));
    expect(text((await some[3]?.txt.bytes()) as Uint8Array)).toBe('text 3');
    await expect(collect(readTar(shards).groupByStem(['png', 'jpg']))).rejects.toThrow("'png'");
  });

  it('can be iterated again, and be left', async () => {
    const reader = readTar(shards);
    for await (const entry of reader) {
      expect(entry.name).toBe('sample0000.cls');
      break;
    }
    expect(await collect(reader)).toHaveLength(30);
    const abort = new AbortController();
    const reading = (async () => {
      for await (const _ of readTar(shards, { signal: abort.signal })) abort.abort(new Error('no'));
    })();
    await expect(reading).rejects.toThrow('no');
  });

  it('gives the same, whatever the sizes, the compression and the archives at once', async () => {
    const parts: Buffer[] = [];
    const wanted: [string, number][] = [];
    for (let i = 0; i < 60; i++) {
      const size = [0, 1, 511, 512, 70_000, 200_000, 3_000_000][i % 7] as number;
      parts.push(header(`${i}.bin`, size), padded(Buffer.alloc(size, i)));
      wanted.push([`${i}.bin`, size]);
    }
    const plain = Buffer.concat([...parts, end]);
    const half = plain.length >> 1;
    const members = Buffer.concat([
      gzipSync(plain.subarray(0, half), { level: 1 }),
      gzipSync(plain.subarray(half), { level: 1 }),
    ]);
    const inputs = [plain, members, plain];
    for (const parallelFiles of [1, 3]) {
      const entries = await collect(readTar(inputs, { parallelFiles, readAheadBytes: 1 }));
      expect(entries.map(({ name, size }) => [name, size])).toEqual([
        ...wanted,
        ...wanted,
        ...wanted,
      ]);
      const bytes = await Promise.all(entries.slice(0, 60).map((entry) => entry.bytes()));
      expect(bytes.every((one, i) => one.every((byte) => byte === i))).toBe(true);
    }
  });

  it('feeds a loader', async () => {
    const loader = new DataLoader(readTar(shards).groupByStem(['txt']), {
      decode: { text: (sample) => sample.key, length: ({ txt }) => txt.size },
      batchSize: 4,
    });
    const keys: unknown[] = [];
    for await (const batch of loader) keys.push(...(batch.text as unknown as string[]));
    expect(keys).toHaveLength(10);
    const texts = new DataLoader(
      readTar([new Uint8Array(Buffer.concat([file('a.txt', 'A'), end]))]),
      {
        decode: textDecoder(),
        batchSize: 1,
      },
    );
    for await (const batch of texts) expect(batch.data).toEqual(['A']);
  });
});

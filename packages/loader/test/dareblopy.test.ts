// The table "From DareBlopy" of docs/loader.md, row by row.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NDArray } from '@dareblopy/core';
import { take } from '@dareblopy/core';
import {
  createTFRecords,
  encodeExample,
  exampleParser,
  fixedLen,
  openTFRecords,
  readTFRecords,
} from '@dareblopy/tfrecord';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataLoader } from '../src/index.ts';
import { range, sorted } from './helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'dareblopy-parity-'));
const files = [0, 1].map((i) => join(folder, `${i}.tfrecord`));
const parser = exampleParser({ label: fixedLen([], 'int64', { as: 'int32' }) });
const records: Uint8Array[] = [];

beforeAll(async () => {
  for (const [at, file] of files.entries()) {
    const writer = await createTFRecords(file);
    for (let i = 0; i < 10; i++) {
      const record = encodeExample({ label: BigInt(at * 10 + i) });
      records.push(record);
      await writer.write(record);
    }
    await writer.close();
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

type Batch = { label: NDArray<'int32'> };

async function labelsOf(batches: AsyncIterable<Batch>): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { label } of batches) all.push([...label.data]);
  return all;
}

describe('what DareBlopy has', () => {
  it('RecordYielderBasic', async () => {
    const loader = new DataLoader(readTFRecords(files), {
      decode: (record) => record,
      batchSize: 8,
    });
    const batches = await loader.nextN(10);
    expect(batches.map((batch) => batch.length)).toEqual([8, 8, 4]);
    expect(batches.flat().map((record) => Buffer.from(record))).toEqual(
      records.map((r) => Buffer.from(r)),
    );
  });

  it('RecordYielderRandomized and ParsedRecordYielderRandomized: seed, epoch, buffer', async () => {
    const options = { decode: parser, batchSize: 8, shuffle: { seed: 5, buffer: 6 } };
    const loader = new DataLoader(readTFRecords(files), options);
    const epochs = [await labelsOf(loader), await labelsOf(loader)];
    for (const epoch of epochs) expect(sorted(epoch.flat())).toEqual(range(20));
    expect(epochs[0]).not.toEqual(epochs[1]);
    // The reader's own native buffer gives the same order.
    for (const [epoch, labels] of epochs.entries()) {
      const shuffle = { seed: 5, epoch, buffer: 6 };
      expect(await labelsOf(readTFRecords(files, { shuffle }).decode(parser, 8))).toEqual(labels);
    }
    const whole = { decode: parser, batchSize: 8, shuffle: { seed: 5 } };
    const opened = await openTFRecords(files);
    expect(sorted((await labelsOf(new DataLoader(opened, whole))).flat())).toEqual(range(20));
    await opened.close();
  });

  it('reads records in order without copying them through JavaScript', async () => {
    const reader = readTFRecords(files);
    const copied = reader[Symbol.asyncIterator];
    let copies = 0;
    reader[Symbol.asyncIterator] = () => {
      copies++;
      return copied.call(reader);
    };
    expect(
      (await labelsOf(new DataLoader(reader, { decode: parser, batchSize: 8 }))).flat(),
    ).toEqual(range(20));
    expect(copies).toBe(0);
    const decode = { label: parser, length: (record: Uint8Array) => record.length };
    for await (const { length } of new DataLoader(reader, { decode, batchSize: 20 })) {
      expect([...length.data]).toEqual(records.map((record) => record.length));
    }
    expect(copies).toBe(1);
  });

  it('TFRecordsDatasetIterator and ParsedTFRecordsDatasetIterator', async () => {
    const options = { decode: parser, batchSize: 16 };
    expect(await labelsOf(new DataLoader(readTFRecords(files), options))).toEqual([
      range(16),
      [16, 17, 18, 19],
    ]);
  });

  it('next_n', async () => {
    const loader = new DataLoader(readTFRecords(files), { decode: parser, batchSize: 15 });
    expect((await loader.next())?.label.data.length).toBe(15);
    expect((await loader.next())?.label.data.length).toBe(5);
    expect(await loader.next()).toBeUndefined();
    expect((await loader.nextN(2)).length).toBe(2);
    await loader.close();
  });

  it('the same epoch again', async () => {
    const options = { decode: parser, batchSize: 8, shuffle: { seed: 5 } };
    const opened = await openTFRecords(files);
    const loader = new DataLoader(opened, options);
    await labelsOf(loader);
    const state = loader.state();
    const second = await labelsOf(loader);
    expect(await labelsOf(new DataLoader(opened, { ...options, resumeFrom: state }))).toEqual(
      second,
    );
    await opened.close();
  });

  it('data_loader with a collator in workers: order kept, iteration count', async () => {
    const opened = await openTFRecords(files);
    const loader = new DataLoader(take(opened, 12), { decode: parser, batchSize: 4 });
    const module = new URL('./workers/double.mjs', import.meta.url);
    const collated = loader.mapWorkers<Batch>(module, { workers: 3 });
    expect((await labelsOf(collated)).flat()).toEqual(range(12).map((i) => i * 2));
    await loader.close();
    await opened.close();
  });

  it('is all of the table', () => {
    const guide = readFileSync(new URL('../../../docs/loader.md', import.meta.url), 'utf8');
    const rows = guide.slice(guide.indexOf('## From DareBlopy')).match(/^\| .*$/gm);
    expect(rows?.length).toBe(10); // the head, a rule, and eight rows
  });
});

// The original's yielders and dataset iterators, each in its counterpart here.
import { describe, expect, it } from 'vitest';
import {
  exampleParser,
  fixedLen,
  inspectTFRecords,
  openTFRecords,
  readTFRecords,
} from '../src/index.ts';
import { collect, fixture, fixturePath } from './fixtures.ts';

const files = ['uint8.tfrecord', 'uint8.tfrecord'].map(fixturePath);
const raw = fixture('uint8.raw');
const parser = exampleParser({ data: fixedLen([3, 8, 8], 'uint8') });
const sorted = (rows: Uint8Array[]) => rows.map((row) => Buffer.from(row).toString('hex')).sort();
const rowsOf = ({ data }: { data: { data: Uint8Array; shape: readonly number[] } }) =>
  Array.from({ length: data.shape[0] ?? 0 }, (_, i) => data.data.subarray(i * 192, i * 192 + 192));
const all = sorted(
  [...Array(80).keys()].map((i) => raw.subarray((i % 40) * 192, (i % 40) * 192 + 192)),
);

describe('the original', () => {
  it('RecordYielderBasic: next_n', async () => {
    const batches = await collect(readTFRecords(files).batches(32));
    expect(batches.map((batch) => batch.length)).toEqual([32, 32, 16]);
    expect(sorted(batches.flat().map((record) => parser.parse(record).data.data))).toEqual(all);
  });

  const shuffle = { buffer: 16, seed: 1, epoch: 2, files: true };
  it('RecordYielderRandomized: next_n', async () => {
    const reader = readTFRecords(files, { shuffle });
    const batches = await collect(reader.batches(32));
    expect(batches.map((batch) => batch.length)).toEqual([32, 32, 16]);
    expect(await collect(reader.batches(32))).toEqual(batches);
    const other = readTFRecords(files, { shuffle: { ...shuffle, epoch: 3 } });
    expect(await collect(other.batches(32))).not.toEqual(batches);
  });

  it('ParsedRecordYielderRandomized: next_n', async () => {
    const batches = await collect(readTFRecords(files, { shuffle }).decode(parser, 32));
    expect(batches.map(({ data }) => data.shape[0])).toEqual([32, 32, 16]);
    expect(sorted(batches.flatMap(rowsOf))).toEqual(all);
  });

  it('TFRecordsDatasetIterator and its parsed twin: sources for a loader', async () => {
    const sources = await collect(readTFRecords(files, { shuffle }).sources());
    expect(sources).toHaveLength(80);
    const batch = await parser.decode(sources);
    expect(sorted(rowsOf(batch))).toEqual(all);
    await using records = await openTFRecords(files);
    expect(sorted(rowsOf(await parser.decode([...records])))).toEqual(all);
  });

  it('get_metadata', async () => {
    const { size, dataSize, records } = await inspectTFRecords(files);
    expect({ size, records }).toEqual({ size: 2 * 9880, records: 80 });
    expect(dataSize).toBe(size - 80 * 16);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { raw } from '@dareblopy/core';
import { DataLoader } from '@dareblopy/loader';
import { createTFRecords, openTFRecords, readTFRecords } from '@dareblopy/tfrecord';
import { createZip, openZip } from '@dareblopy/zip';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHttp } from '../src/index.ts';
import { pattern, quick } from './pattern.ts';
import { ObjectServer } from './server/object-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'dareblopy-remote-'));
afterAll(() => rmSync(folder, { recursive: true }));
let server: ObjectServer;
beforeEach(async () => {
  server = await ObjectServer.start();
});
afterEach(() => server.close());

/** Entries of one byte each, with names of 20 letters: most of the file is its directory. */
function manyEntries(count: number): Uint8Array {
  const local = Buffer.alloc(30 + 20 + 1);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt32LE(0xd202ef8d, 14); // the CRC-32 of a zero
  local.writeUInt32LE(1, 18);
  local.writeUInt32LE(1, 22);
  local.writeUInt16LE(20, 26);
  const central = Buffer.alloc(46 + 20);
  central.writeUInt32LE(0x02014b50, 0);
  local.copy(central, 16, 14, 28);
  const file = Buffer.alloc(count * (local.length + central.length) + 22);
  const directory = count * local.length;
  for (let i = 0; i < count; i++) {
    const name = `entry-number-${`${i}`.padStart(7, '0')}`;
    local.write(name, 30, 'latin1');
    local.copy(file, i * local.length);
    central.writeUInt32LE(i * local.length, 42);
    central.write(name, 46, 'latin1');
    central.copy(file, directory + i * central.length);
  }
  const end = file.length - 22;
  file.writeUInt32LE(0x06054b50, end);
  file.writeUInt16LE(count % 65_536, end + 8);
  file.writeUInt16LE(count % 65_536, end + 10);
  file.writeUInt32LE(count * central.length, end + 12);
  file.writeUInt32LE(directory, end + 16);
  return file;
}

describe('a ZIP over HTTP', () => {
  it('of 100,000 entries opens with at most four requests', async () => {
    await using source = await openHttp(server.put('/many.zip', manyEntries(100_000)));
    const archive = await openZip(source);
    expect(archive.length).toBe(100_000);
    expect(server.requests.length).toBeLessThanOrEqual(4);
    expect(await archive.read('entry-number-0012345')).toEqual(new Uint8Array(1));
    await archive.close();
  });

  const samples = 300;
  async function numbers(): Promise<Uint8Array> {
    const path = join(folder, 'numbers.zip');
    const writer = await createZip(path);
    for (let i = 0; i < samples; i++) {
      const sample = new Uint8Array(new Uint32Array(30_000).fill(i).buffer); // more than a gap apart
      await writer.add(`${i}`, sample, { method: 'store' });
    }
    await writer.close();
    return readFileSync(path);
  }

  it('is read by a loader with many requests at once, about one a sample', async () => {
    await using source = await openHttp(server.put('/numbers.zip', await numbers()));
    const archive = await openZip(source);
    server.delayMs = 20;
    const opened = server.requests.length;
    const loader = new DataLoader(archive.glob('*'), {
      decode: raw([30_000], 'uint32'),
      batchSize: 10,
      shuffle: { seed: 1 },
    });
    const seen: number[] = [];
    for await (const { data, shape } of loader)
      for (let row = 0; row < shape[0]!; row++) seen.push(data[row * 30_000]!);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: samples }, (_, i) => i));
    // Two a sample would be 600. Neighbours that are wanted together take one, a read begun twice two.
    expect(server.requests.length - opened).toBeLessThan(1.5 * samples);
    expect(server.mostAtOnce).toBeGreaterThan(20);
    expect(server.connections).toBeLessThanOrEqual(64);
    expect(loader.stats().storage.latency).toBeGreaterThan(20);
    await archive.close();
  });

  it('ends its reads with its lifetime, though the server has stalled', async () => {
    const lifetime = new AbortController();
    const url = server.put('/numbers.zip', await numbers());
    await using source = await openHttp(url, { lifetime: lifetime.signal });
    const archive = await openZip(source);
    server.delayMs = 3_600_000;
    const reading = Promise.all([archive.read('7'), archive.readMany(['1', '2'])]);
    setTimeout(() => lifetime.abort(new Error('the program ends')), 50);
    await expect(reading).rejects.toThrow('the program ends');
    await archive.close();
  });

  it('that is replaced while it is read is told by its own code, with the entry', async () => {
    const bytes = await numbers();
    await using source = await openHttp(server.put('/numbers.zip', bytes));
    const archive = await openZip(source);
    server.put('/numbers.zip', bytes, { etag: '"v2"' });
    await expect(archive.read('5')).rejects.toMatchObject({
      code: 'REMOTE_OBJECT_CHANGED',
      entry: '5',
    });
    const loader = new DataLoader(archive.glob('*'), {
      decode: raw([30_000], 'uint32'),
      batchSize: 10,
    });
    const failed = (async () => {
      for await (const _ of loader);
    })();
    await expect(failed).rejects.toMatchObject({
      code: 'LOADER_SAMPLE',
      cause: { code: 'REMOTE_OBJECT_CHANGED' },
    });
    await archive.close();
  });

  it('is read with what the server refuses at first', async () => {
    await using source = await openHttp(server.put('/numbers.zip', await numbers()), quick);
    const archive = await openZip(source);
    server.misbehave = (_, response, count) => {
      if (count % 3 > 0) return undefined;
      response.writeHead(503).end('busy');
      return true;
    };
    const all = await archive.readMany(['0', '100', '200', '299']);
    expect(all.map((bytes) => new Uint32Array(bytes.buffer)[7])).toEqual([0, 100, 200, 299]);
    await archive.close();
  });
});

describe('TFRecords over HTTP', () => {
  it('are indexed and read in order with few requests, not one a record', async () => {
    const path = join(folder, 'records.tfrecord');
    const writer = await createTFRecords(path);
    for (let i = 0; i < 2000; i++) await writer.write(pattern(4000, i));
    await writer.close();
    const url = server.put('/records.tfrecord', readFileSync(path));
    await using source = await openHttp(url);
    const records = await openTFRecords(source);
    expect(records.length).toBe(2000);
    expect(server.requests.length).toBeLessThan(40);
    const [one, last] = await records.readMany([1234, 1999]);
    expect(Buffer.compare(one!, pattern(4000, 1234))).toBe(0);
    expect(Buffer.compare(last!, pattern(4000, 1999))).toBe(0);
    const before = server.requests.length;
    let count = 0;
    for await (const record of readTFRecords(source)) {
      if (count % 500 === 0) expect(Buffer.compare(record, pattern(4000, count))).toBe(0);
      count++;
    }
    expect(count).toBe(2000);
    expect(server.requests.length - before).toBeLessThan(20);
    await records.close();
  });
});

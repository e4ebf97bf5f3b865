import { raw } from '@dareblopy/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataLoader } from '../src/index.ts';
import { POISON } from '../src/run/buffer-pool.ts';
import { number, numbered } from './helpers.ts';

const samples = numbered(400);
const POISONED = POISON * 0x01010101;

describe('lent batches', () => {
  beforeEach(() => {
    process.env.DAREBLOPY_POISON = '1';
  });
  afterEach(() => {
    delete process.env.DAREBLOPY_POISON;
  });

  it('become empty when the next is asked for, and never hold other data', async () => {
    const loader = new DataLoader(samples, {
      decode: { id: number, label: () => 1 },
      batchSize: 8,
    });
    const seen = [];
    for await (const batch of loader) {
      expect(batch.id.data.length).toBe(8);
      expect(batch.id.data).not.toContain(POISONED);
      for (const stale of seen) {
        expect(stale.id.data.length).toBe(0);
        expect(stale.label.data.length).toBe(0);
      }
      seen.push(batch);
    }
    expect(seen.length).toBe(50);
    expect(seen.at(-1)?.id.data.length).toBe(0); // the loop has ended
  });

  it('use the same memory again', async () => {
    const loader = new DataLoader(numbered(4000), {
      decode: raw([1], 'uint32'),
      batchSize: 4,
      prefetchBatches: 2,
    });
    let poisoned = 0;
    const seen = new Set<ArrayBufferLike>();
    for await (const batch of loader) {
      // A batch is decoded over a recycled slot: whatever it does not write would be poison.
      poisoned += batch.data.includes(POISONED) ? 1 : 0;
      seen.add(batch.data.buffer);
    }
    expect(poisoned).toBe(0);
    expect(seen.size).toBe(1000); // each time another ArrayBuffer over recycled memory
  });

  it('stay while they are held, also when the loader ends, and their memory comes back', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 8, prefetchBatches: 1 });
    const held = [];
    let most = 0;
    for await (const batch of loader) {
      held.push(loader.hold(batch));
      if (held.length > 3) {
        const oldest = held.shift()!;
        expect(oldest.data[1]).toBe(oldest.data[0]! + 1);
        loader.release(oldest);
        expect(oldest.data.length).toBe(0);
      }
      most = Math.max(most, held.length);
      if (batch.data[0]! >= 200) break;
    }
    expect(most).toBe(3);
    await loader.close();
    for (const batch of held) {
      expect(batch.data[7]).toBe(batch.data[0]! + 7);
      loader.release(batch);
      expect(batch.data.length).toBe(0);
    }
  });

  it('stay when they are kept, and go early when they are released', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 100 });
    const kept = [];
    for await (const batch of loader) {
      if (batch.data[0] === 200) {
        loader.release(batch);
        expect(batch.data.length).toBe(0);
        loader.keep(batch); // too late, and harmless
      } else {
        kept.push(loader.keep(batch));
      }
    }
    expect(kept.map((batch) => [batch.data.length, batch.data[0]])).toEqual([
      [100, 0],
      [100, 100],
      [100, 300],
    ]);
  });

  it("stay when they are 'owned'", async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 100, batches: 'owned' });
    const all = [];
    for await (const batch of loader) all.push(batch);
    await loader.close();
    expect(all.flatMap((batch) => [...batch.data])).toEqual(samples.map((_, i) => i));
  });

  it('count as kept when their buffer is transferred', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 10 });
    const moved: ArrayBuffer[] = [];
    for await (const { data } of loader) {
      moved.push(
        structuredClone(data.buffer as ArrayBuffer, { transfer: [data.buffer as ArrayBuffer] }),
      );
    }
    expect(moved.flatMap((buffer) => [...new Uint32Array(buffer)])).toEqual(
      samples.map((_, i) => i),
    );
  });

  it('end with break, with close and with a mapped loader too', async () => {
    const loader = new DataLoader(samples, { decode: number, batchSize: 10 });
    let last: { data: Uint32Array } | undefined;
    for await (const batch of loader) {
      last = batch;
      break;
    }
    expect(last?.data.length).toBe(0);
    const mapped = loader.map((batch) => ({ view: batch.data.subarray(2) }));
    const iterator = mapped[Symbol.asyncIterator]();
    const { value } = await iterator.next();
    expect(value?.view.length).toBe(8);
    const next = await iterator.next();
    expect(value?.view.length).toBe(0);
    mapped.keep(next.value);
    await loader.close();
    expect(next.value?.view.length).toBe(8);
  });
});

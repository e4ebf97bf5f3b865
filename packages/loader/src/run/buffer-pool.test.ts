import { describe, expect, it } from 'vitest';
import { BufferPool } from './buffer-pool.ts';

describe('BufferPool', () => {
  it('keeps the memory of whole batches when a short one comes back', () => {
    const pool = new BufferPool(300);
    const whole = Array.from({ length: 3 }, () => pool.take(100));
    const short = pool.take(40);
    for (const buffer of [...whole, short]) pool.recycle(buffer);
    expect(pool.freeBytes).toBe(300); // the short one's was let go
    for (let i = 0; i < 3; i++) pool.take(100);
    expect(pool.freeBytes).toBe(0);
  });

  it('makes room for what is asked for more often', () => {
    const pool = new BufferPool(100);
    pool.recycle(pool.take(60));
    const buffers = [pool.take(100), pool.take(100)];
    pool.recycle(buffers[0]!);
    expect(pool.freeBytes).toBe(100);
    expect(pool.take(100).byteLength).toBe(100);
    expect(pool.freeBytes).toBe(0);
  });

  it('leaves memory to whoever has transferred it, and takes none that is not its own', () => {
    const pool = new BufferPool(100);
    const buffer = pool.take(10);
    structuredClone(buffer, { transfer: [buffer] });
    pool.recycle(buffer);
    pool.recycle(new ArrayBuffer(11));
    expect(pool.freeBytes).toBe(0);
  });
});

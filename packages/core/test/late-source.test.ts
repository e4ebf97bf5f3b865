import { isDareblopyError, readMany } from '@dareblopy/core';
import type { ByteRange, LateBytes } from '@dareblopy/core/extend';
import { type LateSource, lateSource } from '@dareblopy/core/extend';
import { describe, expect, it } from 'vitest';
import { DareblopyError } from '../src/error.ts';
import { itemsOf, readNative, readNativeSync } from '../src/internal.ts';
import { run } from './life/run.ts';

const data = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 2654435761) >>> 13);
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Natively, as an archive or a batch reads it; `bytes()` would ask the source itself. */
const read = (sources: readonly LateSource[], signal?: AbortSignal) =>
  readNative(itemsOf(sources), signal ? { signal } : {});

function source(
  answer: (range: ByteRange) => Promise<Uint8Array<ArrayBuffer>>,
  asked: (readonly ByteRange[])[] = [],
  rest: Partial<LateBytes> = {},
): LateSource {
  return lateSource({
    name: 'far away',
    size: data.length,
    ...rest,
    read: (ranges) => {
      asked.push(ranges);
      return ranges.map(answer);
    },
  });
}

const slow = ({ begin, end }: ByteRange) => later(5).then(() => data.slice(begin, end));

describe('lateSource', () => {
  it('is read natively, in ranges that are asked for together', async () => {
    const asked: (readonly ByteRange[])[] = [];
    const whole = source(slow, asked);
    const parts = Array.from({ length: 300 }, (_, i) => whole.slice(i * 300, i * 300 + 250));
    const got = await read(parts);
    got.forEach((bytes, i) => {
      expect(bytes).toEqual(data.slice(i * 300, i * 300 + 250));
    });
    expect(asked.flat()).toHaveLength(300);
    expect(asked.length).toBeLessThan(100);
  });

  it('is read by JavaScript, too: whole, in parts, as a stream', async () => {
    const whole = source(slow);
    expect(await whole.bytes()).toEqual(data);
    expect(await whole.slice(-10).bytes()).toEqual(data.slice(-10));
    expect(await whole.slice(5, 15).slice(2, 4).bytes()).toEqual(data.slice(7, 9));
    const chunks: Uint8Array[] = [];
    for await (const chunk of whole.stream()) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(Buffer.from(data));
    expect(await readMany([whole.slice(0, 3)])).toEqual([data.slice(0, 3)]);
  });

  it('tells what its source says, and where', async () => {
    const typed = source(() =>
      Promise.reject(new DareblopyError('IO_NOT_FOUND', 'it went away', { path: 'there' })),
    );
    await expect(read([typed])).rejects.toMatchObject({ code: 'IO_NOT_FOUND', path: 'far away' });
    const untyped = source(() => Promise.reject(new Error('device error')));
    const error = await read([untyped.slice(10, 20)]).catch((reason) => reason);
    expect(isDareblopyError(error, 'IO_ERROR')).toBe(true);
    expect(error.message).toContain('device error');
    const thrown = source(() => {
      throw new Error('no network');
    });
    await expect(read([thrown])).rejects.toThrow(/no network/);
  });

  it.each([
    ['too few bytes', (n: number) => n - 1],
    ['too many', (n: number) => n + 1],
  ])('refuses %s', async (_, count) => {
    const wrong = source(async ({ begin, end }) => new Uint8Array(count(end - begin)));
    await expect(read([wrong.slice(100, 200)])).rejects.toMatchObject({
      code: 'IO_TRUNCATED',
      offset: 100,
      expected: 100,
      actual: count(100),
    });
  });

  it('refuses what are no bytes', async () => {
    const wrong = source(async () => 'bytes' as never);
    await expect(read([wrong])).rejects.toMatchObject({ code: 'IO_ERROR' });
    const none = source(async () => undefined as never);
    await expect(read([none])).rejects.toMatchObject({ code: 'IO_ERROR' });
  });

  it('cannot be read synchronously, and says so', () => {
    const whole = source(slow);
    expect(() => readNativeSync(itemsOf([whole]))).toThrow(/synchronously/);
  });

  it('ends at once for who aborts 500 reads, and answers later ones', async () => {
    let answers: (() => void)[] = [];
    const held = source(
      ({ begin, end }) =>
        new Promise((resolve) => answers.push(() => resolve(data.slice(begin, end)))),
    );
    const abort = new AbortController();
    const reading = read(
      Array.from({ length: 500 }, (_, i) => held.slice(i, i + 10)),
      abort.signal,
    );
    while (answers.length < 100) await later(1);
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    const again = read([held.slice(7, 9)]);
    const answering = setInterval(() => {
      for (const answer of answers) answer();
      answers = [];
    }, 1);
    expect(await again).toEqual([data.slice(7, 9)]);
    clearInterval(answering);
  });

  it('cannot be read once it is closed', async () => {
    let closed = 0;
    const whole = source(slow, [], { close: () => void closed++ });
    await whole.close();
    await whole.close();
    expect(closed).toBe(1);
    expect(() => itemsOf([whole])).toThrow(TypeError);
    await expect(whole.bytes()).rejects.toThrow(TypeError);
  });

  const program = (name: string) => new URL(`./life/${name}.mjs`, import.meta.url);

  it('does not keep process.exit waiting for reads that hang', { timeout: 60_000 }, () => {
    expect(run(program('exit-with-late-reads'))).toMatchObject({ status: 7, signal: null });
  });

  it('lets a worker end with reads that hang', { timeout: 60_000 }, () => {
    expect(run(program('worker-with-late-reads'))).toMatchObject({ status: 0, stdout: 'ended' });
  });
});

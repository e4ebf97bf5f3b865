import { expect, it } from 'vitest';
import type { ByteSource } from '../src/index.ts';
import { readMany } from '../src/index.ts';

it('rejects with the reason of the signal, before and during', async () => {
  const reason = new Error('enough');
  await expect(readMany(['/dev/null'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  const many = Array.from({ length: 2000 }, () => new Uint8Array(50_000));
  const reading = readMany(many, { signal: controller.signal });
  controller.abort(reason);
  await expect(reading).rejects.toBe(reason);
});

it('stops a source that JavaScript reads', async () => {
  const controller = new AbortController();
  let told: AbortSignal | undefined;
  const stalled = {
    name: 'stalled',
    size: 10,
    slice: () => stalled,
    bytes: ({ signal }: { signal?: AbortSignal } = {}) =>
      new Promise<never>((_, reject) => {
        told = signal;
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
    arrayBuffer: () => Promise.reject(new Error('unused')),
    text: () => Promise.reject(new Error('unused')),
    stream: () => new ReadableStream<Uint8Array>(),
  } as ByteSource;
  const reading = readMany([stalled], { signal: controller.signal });
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(reading).rejects.toBe(reason);
  expect(told?.aborted).toBe(true);
});

it('stops all calls of a signal, and those after others have ended', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const few = [new Uint8Array(5)];
  await readMany(few, { signal });
  const many = Array.from({ length: 2000 }, () => new Uint8Array(50_000));
  const reading = [many, many].map((sources) => readMany(sources, { signal }));
  const reason = new Error('enough');
  controller.abort(reason);
  for (const one of reading) await expect(one).rejects.toBe(reason);
  await expect(readMany(few, { signal })).rejects.toBe(reason);
  const other = new AbortController();
  expect(await readMany(few, { signal: other.signal })).toEqual(few);
});

import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { readMany } from '../src/index.ts';
import { onAbort } from '../src/source/on-abort.ts';

it('gives a signal one listener, however many calls it can stop, and none when they are over', async () => {
  const { signal } = new AbortController();
  const reads = Array.from({ length: 30 }, () => readMany([import.meta.filename], { signal }));
  await Promise.resolve();
  expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
  await Promise.all(reads);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('tells all that asked, and not those that took it back', () => {
  const abort = new AbortController();
  const told: string[] = [];
  onAbort(abort.signal, () => told.push('first'));
  onAbort(abort.signal, () => told.push('gone'))();
  onAbort(abort.signal, () => told.push('last'));
  abort.abort();
  expect(told).toEqual(['first', 'last']);
});

import { expect, it } from 'vitest';
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

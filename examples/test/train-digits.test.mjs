import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { killAndResume } from './kill-and-resume.mjs';

const folder = mkdtempSync(join(tmpdir(), 'dareblopy-digits-'));
afterAll(() => rmSync(folder, { recursive: true }));

// On the portable backend, 25 ms a digit; scripts/checks/examples.mjs trains on all of them, on TensorFlow.
it('train-digits trains, and goes on with the same order after it was killed', async () => {
  const size = ['--digits', '60', '--epochs', '2', '--batch', '8', '--backend', 'cpu'];
  const { whole, before, after, state } = await killAndResume(
    folder,
    [...size, '--from', 'zip'],
    3,
  );
  const batches = state.epoch * 5 + Math.ceil(state.position / 8);
  expect(batches).toBeGreaterThan(0);
  expect(before.length).toBeGreaterThanOrEqual(batches);
  expect([...before.slice(0, batches), ...after]).toEqual(whole);
  expect(whole.flatMap(({ ids }) => ids)).toHaveLength(2 * 40);
  for (const picture of ['confusion-zip.jpg', 'misread-zip.jpg']) {
    expect(existsSync(join(folder, picture))).toBe(true);
  }
}, 60_000);

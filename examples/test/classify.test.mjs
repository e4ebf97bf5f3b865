import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runExample } from './run-example.mjs';

it('classify reads held-back digits, in batches and one at a time', async () => {
  const output = await runExample('classify', ['--digits', '1000', '--rounds', '1']);
  expect(output).toMatch(/accuracy: (9[7-9]\.\d\d|100\.00)% of 200 held-back digits/);
  expect(output).toMatch(/in batches of 64: \d+ digits\/s\none at a time: \d+ digits\/s/);
}, 60_000);

it('its model is small', () => {
  const { size } = statSync(new URL('../../testdata/onnx/digits.onnx', import.meta.url));
  expect(size).toBeLessThan(200_000);
});

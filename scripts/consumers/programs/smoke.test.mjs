// For Jest and Vitest, whose test functions are global here.
import { smoke } from './smoke.mjs';

test('the suite passes', async () => {
  expect(await smoke()).toBe('smoke passed');
}, 60_000);

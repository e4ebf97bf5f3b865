import { readFileSync } from 'node:fs';
import { errorCodes, errorFixes } from '@dareblopy/core';
import { expect, it } from 'vitest';
// @ts-expect-error: a script without types
import { errorCauses, errorPage } from '../../scripts/lib/error-page.mjs';

const causes: { code: string; cause: string }[] = errorCauses();

it('every code has a cause, and says what to do', () => {
  expect(causes.map(({ code }) => code)).toEqual([...errorCodes]);
  expect(causes.filter(({ cause }) => !/^[A-Z].*\.$/.test(cause))).toEqual([]);
  expect(Object.keys(errorFixes).sort()).toEqual([...errorCodes].sort());
  for (const code of errorCodes) expect(errorFixes[code], code).toMatch(/^[A-Z].*\.$/);
});

it('docs/errors.md is what the source says: after a change, `pnpm surface`', () => {
  const page = readFileSync(new URL('../errors.md', import.meta.url), 'utf8');
  expect(errorPage(errorFixes)).toBe(page);
});

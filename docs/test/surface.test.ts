import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a script without types
import { doors, surfaces } from '../../scripts/lib/surface.mjs';

// What a package exports is a promise. After a change that is meant: `pnpm surface`, and commit.
describe('public surface', () => {
  const list = doors();
  const texts = surfaces(list);
  for (const [i, { package: name, door, snapshot }] of list.entries()) {
    it(`${name}/${door} is what ${name}/surface/${door}.txt says`, () => {
      expect(texts[i]).toBe(readFileSync(snapshot, 'utf8'));
    });
  }
});

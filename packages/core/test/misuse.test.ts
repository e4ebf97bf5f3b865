import { describe, expect, it } from 'vitest';
import { groupByStem, readFiles, readMany } from '../src/index.ts';

const noLists = [
  ['a string', 'a.jpg'],
  ['a number', 3],
  ['nothing', undefined],
  ['an object', {}],
] as const;

describe.each(noLists)('%s in place of an array', (_, given) => {
  it('is a TypeError that says what was expected', async () => {
    for (const call of [readFiles, readMany]) {
      await expect(call(given as never)).rejects.toThrow(TypeError);
      await expect(call(given as never)).rejects.toThrow(/^Expected an array .* but received/);
    }
    expect(() => groupByStem(given as never, ['jpg'])).toThrow(
      /^Expected an array .* but received/,
    );
    expect(() => groupByStem([], given as never)).toThrow(/^Expected an array .* but received/);
  });
});

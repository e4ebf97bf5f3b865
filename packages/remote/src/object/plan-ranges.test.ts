import { describe, expect, it } from 'vitest';
import { partsOf, planRanges } from './plan-ranges.ts';

const range = (begin: number, end: number) => ({ begin, end });

describe('planRanges', () => {
  it('joins what lies close together, in any order, once', () => {
    const wanted = [range(100, 110), range(0, 10), range(20, 30), range(5, 12)];
    expect(planRanges(wanted, { gap: 8, size: 1000 })).toEqual([range(0, 30), range(100, 110)]);
    expect(planRanges(wanted, { gap: 7, size: 1000 })).toEqual([
      range(0, 12),
      range(20, 30),
      range(100, 110),
    ]);
    expect(planRanges(wanted, { gap: 70, size: 1000 })).toEqual([range(0, 110)]);
  });

  it('keeps to the size, and cuts what is longer', () => {
    const many = Array.from({ length: 10 }, (_, i) => range(i * 10, i * 10 + 10));
    expect(planRanges(many, { gap: 0, size: 40 })).toEqual([
      range(0, 40),
      range(40, 80),
      range(80, 100),
    ]);
    expect(planRanges([range(0, 100)], { gap: 0, size: 40 })).toEqual([
      range(0, 34),
      range(34, 68),
      range(68, 100),
    ]);
  });

  it('asks for nothing where nothing is wanted', () => {
    expect(planRanges([], { gap: 1, size: 1 })).toEqual([]);
    expect(planRanges([range(5, 5)], { gap: 1, size: 1 })).toEqual([]);
  });

  it('every byte of random ranges is asked for, in parts that are disjoint and in order', () => {
    let state = 1;
    const next = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    for (let round = 0; round < 300; round++) {
      const wanted = Array.from({ length: next(20) }, () => {
        const begin = next(1000);
        return range(begin, begin + 1 + next(100));
      });
      const limits = { gap: next(50), size: 1 + next(200) };
      const plan = planRanges(wanted, limits);
      plan.forEach(({ begin, end }, i) => {
        expect(end - begin).toBeGreaterThan(0);
        expect(end - begin).toBeLessThanOrEqual(limits.size);
        expect(begin).toBeGreaterThanOrEqual(plan[i - 1]?.end ?? 0);
      });
      for (const { begin, end } of wanted) {
        const parts = partsOf(plan, range(begin, end));
        const chosen = plan.slice(parts.begin, parts.end);
        expect(chosen[0]?.begin).toBeLessThanOrEqual(begin);
        expect(chosen.at(-1)?.end).toBeGreaterThanOrEqual(end);
        chosen.slice(1).forEach((part, i) => void expect(part.begin).toBe(chosen[i]?.end));
      }
    }
  });
});

import { expect, it } from 'vitest';
import { expandRanges } from './expand-ranges.ts';

it('expands ranges as a shell does', () => {
  expect(expandRanges('a.tar')).toEqual(['a.tar']);
  expect(expandRanges('a-{8..11}.tar')).toEqual(['a-8.tar', 'a-9.tar', 'a-10.tar', 'a-11.tar']);
  expect(expandRanges('{008..011}')).toEqual(['008', '009', '010', '011']);
  expect(expandRanges('{2..0}')).toEqual(['2', '1', '0']);
  expect(expandRanges('{0..1}/{a,b}-{0..1}*')).toEqual([
    '0/{a,b}-0*',
    '0/{a,b}-1*',
    '1/{a,b}-0*',
    '1/{a,b}-1*',
  ]);
  expect(() => expandRanges('{0..9999999}')).toThrow(RangeError);
  expect(() => expandRanges('{0..999}{0..9999}')).toThrow(RangeError);
});

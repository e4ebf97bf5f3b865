const range = /\{(\d+)\.\.(\d+)\}/;

/** More names than any data set has shards: a mistyped range should not eat the memory. */
const mostNames = 1_000_000;

/**
 * The names that a shell makes of `{000..123}`: every number from the first to the last, as wide as the wider
 * of them where one begins with 0. Several ranges give every combination, the last one fastest.
 *
 * @throws RangeError for more than a million names.
 */
export function expandRanges(pattern: string): string[] {
  const match = range.exec(pattern);
  if (match === null) return [pattern];
  const [whole, first = '', last = ''] = match;
  const head = pattern.slice(0, match.index);
  const tails = expandRanges(pattern.slice(match.index + whole.length));
  const width = /^0\d/.test(first) || /^0\d/.test(last) ? Math.max(first.length, last.length) : 0;
  const step = Number(last) < Number(first) ? -1 : 1;
  const count = Math.abs(Number(last) - Number(first)) + 1;
  if (!(count * tails.length <= mostNames)) {
    throw new RangeError(`Expected at most ${mostNames} names from '${pattern}'`);
  }
  return Array.from({ length: count }, (_, i) =>
    String(Number(first) + step * i).padStart(width, '0'),
  ).flatMap((number) => tails.map((tail) => head + number + tail));
}

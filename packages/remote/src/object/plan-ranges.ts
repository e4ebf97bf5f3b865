/** Bytes from `begin` to `end`, which is not included. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/**
 * Which requests to make for ranges that are wanted together: those with at most `gap` bytes between them
 * become one, as long as it has at most `size` bytes; a longer one is cut. In ascending order, disjoint.
 */
export function planRanges(
  ranges: readonly Range[],
  { gap, size }: { readonly gap: number; readonly size: number },
): Range[] {
  const sorted = ranges.filter(({ begin, end }) => end > begin).sort((a, b) => a.begin - b.begin);
  const plan: { begin: number; end: number }[] = [];
  for (const { begin, end } of sorted) {
    const last = plan.at(-1);
    const joins = last !== undefined && begin - last.end <= gap;
    const fits = joins && (begin < last.end || end - last.begin <= size);
    if (!fits) plan.push({ begin, end });
    else if (end > last.end) last.end = end;
  }
  return plan.flatMap((range) => cut(range, size));
}

function cut({ begin, end }: Range, size: number): Range[] {
  const parts = Math.ceil((end - begin) / size);
  const step = Math.ceil((end - begin) / parts);
  return Array.from({ length: parts }, (_, i) => ({
    begin: begin + i * step,
    end: Math.min(begin + (i + 1) * step, end),
  }));
}

/** The indices `first` to `last` of the parts of a plan that a range lies in. */
export function partsOf(plan: readonly Range[], { begin, end }: Range): Range {
  let low = 0;
  let high = plan.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((plan[middle] as Range).end <= begin) low = middle + 1;
    else high = middle;
  }
  let after = low;
  while (after < plan.length && (plan[after] as Range).begin < end) after++;
  return { begin: low, end: after };
}

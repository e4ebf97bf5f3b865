/** The error for an option that cannot be. */
export function unexpected(name: string, expected: string, value: unknown): TypeError {
  const shown = typeof value === 'string' ? `'${value}'` : String(value);
  return new TypeError(
    `Expected ${expected} for ${name} but received ${shown} of type ${typeof value}`,
  );
}

/** `value`, if it is one of `allowed`. */
export function oneOf<const T>(name: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  throw unexpected(name, `one of ${allowed.map((item) => JSON.stringify(item)).join(', ')}`, value);
}

/** `value`, if it is a whole number from `low` to `high`. */
export function integer(name: string, value: number, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw unexpected(name, `a whole number from ${low} to ${high}`, value);
}

/** `value`, if it is a number from `low` to `high`. */
export function between(name: string, value: number, low: number, high: number): number {
  if (typeof value === 'number' && value >= low && value <= high) return value;
  throw unexpected(name, `a number from ${low} to ${high}`, value);
}

/** Refuses what is no count of samples, in a sentence that names the parameter. */
export function checkCount(count: number, parameter: string): void {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`Expected a non-negative integer for ${parameter} but received ${count}`);
  }
}

/** Bytes of which every four tell where they are. */
export function pattern(length: number, seed = 0): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4)).map((_, i) =>
    Math.imul(i + seed, 2_654_435_761),
  );
  return new Uint8Array(words.buffer, 0, length);
}

/** Retries that do not make a test wait. */
export const quick = { retries: { count: 3, initialMs: 1, maxMs: 5 } } as const;

/** Equality of many bytes, without a report of each that differs. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(actual, expected) !== 0)
    throw new Error(`${actual.length} bytes differ from the ${expected.length} that were expected`);
}

/** How an entry is compressed: 'store', 'deflate', 'lz4', or `method <number>` for one that is not read. */
export type EntryMethod = WriteMethod | `method ${number}`;

/** What {@link createZip} can write. */
export type WriteMethod = 'store' | 'deflate' | 'lz4';

/** APPNOTE 4.4.5; LZ4 has no official number, 30 is what DareBlopy's archives use. */
const numbers: Record<WriteMethod, number> = { store: 0, deflate: 8, lz4: 30 };

export function methodNumber(method: WriteMethod): number {
  const number = numbers[method];
  if (number === undefined)
    throw new TypeError(
      `Expected 'store', 'deflate' or 'lz4' for method but received ${String(method)}`,
    );
  return number;
}

export function methodName(number: number): EntryMethod {
  for (const name of Object.keys(numbers) as WriteMethod[]) {
    if (numbers[name] === number) return name;
  }
  return `method ${number}`;
}

/**
 * A collection of handles; getting one reads nothing. Arrays of samples are wrapped by whatever takes a
 * collection.
 */
export interface RandomAccess<T> {
  readonly length: number;
  get(index: number): T | Promise<T>;
  getMany?(indices: readonly number[]): Promise<readonly T[]>;
  /** Identifies what the collection holds: a saved state made for another fingerprint is refused. */
  readonly fingerprint?: string;
}

/** RangeError unless `index` is one of 0 to length - 1. */
export function checkIndex(index: number, length: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= length) {
    throw new RangeError(`Expected an index from 0 to ${length - 1} but received ${index}`);
  }
}

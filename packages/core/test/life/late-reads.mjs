// Reads of a source that never answers, on many threads at once.
import { readMany } from '@dareblopy/core';
import { lateSource } from '@dareblopy/core/extend';

export function hang() {
  const source = lateSource({
    name: 'hangs',
    size: 1000,
    read: (ranges) => ranges.map(() => new Promise(() => {})),
  });
  void readMany(Array.from({ length: 300 }, (_, i) => source.slice(i))).catch(() => {});
}

import type { ByteInput } from '@dareblopy/core';

/** Files, by path, glob, range (`{000..123}`), or anything that has bytes. */
export type RecordInput = ByteInput | readonly ByteInput[];

import type { ByteInput } from '@dareblopy/core';

/** Archives, by path, range (`train-{000000..000099}.tar`), glob, or anything that has bytes. */
export type TarInput = ByteInput | readonly ByteInput[];

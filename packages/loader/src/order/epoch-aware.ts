import type { RandomAccess } from '@dareblopy/core';

/** A collection that holds other items each epoch; loaders ask it for those of the epoch they load. */
export interface EpochAware<T> {
  /** The items of `epoch` (0, 1, ...); as many in every epoch. */
  forEpoch(epoch: number): RandomAccess<T>;
}

/** The items of `epoch`, where the collection has others each epoch; else the collection. */
export function itemsOfEpoch<T>(source: RandomAccess<T>, epoch: number): RandomAccess<T> {
  const aware = source as RandomAccess<T> & Partial<EpochAware<T>>;
  return typeof aware.forEpoch === 'function' ? aware.forEpoch(epoch) : source;
}

import type { LateSource } from '@dareblopy/core/extend';
import { lateSource } from '@dareblopy/core/extend';
import type { Target } from './http/target.ts';
import type { Identity } from './object/identity.ts';
import { fingerprintOf } from './object/identity.ts';
import type { OpenedObject } from './object/open-object.ts';
import { openObject } from './object/open-object.ts';
import type { Store } from './object/range-reader.ts';
import { RangeReader } from './object/range-reader.ts';
import type { RemoteOptions } from './options.ts';
import { closeStore, createStore } from './store.ts';

/** An object somewhere else: a ByteSource whose bytes are fetched when they are wanted. */
export type RemoteSource = LateSource;

/** Opens one object, with a store of its own that ends with it. */
export async function openTarget(target: Target, options: RemoteOptions): Promise<RemoteSource> {
  options.signal?.throwIfAborted();
  const store = await createStore(options);
  try {
    const opened = await openObject(store, target, options.signal);
    return sourceOf(store, target, target.name, opened, () => closeStore(store));
  } catch (error) {
    await closeStore(store);
    throw error;
  }
}

/** A version of an object as a source; what is known of it is not asked for again. */
export function sourceOf(
  store: Store,
  target: Target,
  name: string,
  { identity, piece }: { identity: Identity; piece?: OpenedObject['piece'] },
  close?: () => Promise<void>,
): RemoteSource {
  const reader = new RangeReader(store, target, identity, piece);
  const fingerprint = fingerprintOf(identity);
  return lateSource({
    name,
    size: identity.size,
    ...(fingerprint === undefined ? {} : { fingerprint }),
    read: (ranges, { signal }) => reader.read(ranges, signal),
    ...(close === undefined ? {} : { close }),
  });
}

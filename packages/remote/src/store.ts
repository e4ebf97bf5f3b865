import { BlockCache } from './cache/block-cache.ts';
import { HttpClient } from './http/client.ts';
import { FlightLimit } from './object/flight-limit.ts';
import type { Store } from './object/range-reader.ts';
import type { RemoteOptions } from './options.ts';
import { settingsOf } from './options.ts';

/** @throws RangeError for options that make no sense; IO_* for a cache's directory that cannot be made. */
export async function createStore(options: RemoteOptions): Promise<Store> {
  const settings = settingsOf(options);
  return {
    client: new HttpClient(settings.requests, settings.idleTimeoutMs),
    retry: settings.retry,
    settings,
    flight: new FlightLimit(settings.requests, settings.bytes),
    cache: options.cache === undefined ? undefined : await BlockCache.open(options.cache),
    lifetime: options.lifetime,
  };
}

/** Waits for what the cache writes, and ends the connections. */
export async function closeStore(store: Store): Promise<void> {
  await store.cache?.close();
  store.client.close();
}

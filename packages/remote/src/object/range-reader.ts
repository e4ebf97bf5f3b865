import type { BlockCache } from '../cache/block-cache.ts';
import type { Line } from '../http/exchange.ts';
import type { Target } from '../http/target.ts';
import type { Settings } from '../options.ts';
import { Download } from './download.ts';
import type { FlightLimit } from './flight-limit.ts';
import type { Identity } from './identity.ts';
import type { Piece } from './open-object.ts';
import type { Range } from './plan-ranges.ts';
import { partsOf, planRanges } from './plan-ranges.ts';

/** What the objects of one opening or listing share. */
export interface Store extends Line {
  readonly settings: Settings;
  readonly flight: FlightLimit;
  readonly cache: BlockCache | undefined;
  /** Ends every read. */
  readonly lifetime: AbortSignal | undefined;
}

export type Bytes = Uint8Array<ArrayBuffer>;

/** Reads ranges of one version of one object. */
export class RangeReader {
  readonly #store: Store;
  readonly #target: Target;
  readonly #identity: Identity;
  readonly #piece: Piece | undefined;

  constructor(store: Store, target: Target, identity: Identity, piece?: Piece) {
    this.#store = store;
    this.#target = target;
    this.#identity = identity;
    this.#piece = piece;
  }

  /** The bytes of each range, each as soon as it has arrived. */
  read(ranges: readonly Range[], own?: AbortSignal): Promise<Bytes>[] {
    const { lifetime } = this.#store;
    const signal = own && lifetime ? AbortSignal.any([own, lifetime]) : (own ?? lifetime);
    const kept = ranges.map((range) => this.#keptPart(range));
    const wanted = ranges.filter((_, i) => kept[i] === undefined);
    const fetched = wanted.length > 0 ? this.#fetch(wanted, signal) : [];
    let next = 0;
    return kept.map((part) =>
      part === undefined ? (fetched[next++] as Promise<Bytes>) : Promise.resolve(part),
    );
  }

  #keptPart({ begin, end }: Range): Bytes | undefined {
    if (end <= begin) return new Uint8Array(0);
    const piece = this.#piece;
    if (piece === undefined || begin < piece.begin || end > piece.begin + piece.bytes.length)
      return undefined;
    return piece.bytes.slice(begin - piece.begin, end - piece.begin);
  }

  #fetch(ranges: readonly Range[], signal: AbortSignal | undefined): Promise<Bytes>[] {
    const { cache } = this.#store;
    const cached = cache?.open(this.#target.name, this.#identity);
    if (cached === undefined) return this.download(ranges, signal);
    return cached.read(ranges, (missing, shared) => this.download(missing, shared), signal);
  }

  /** Past the cache. */
  download(ranges: readonly Range[], signal: AbortSignal | undefined): Promise<Bytes>[] {
    const { settings, flight } = this.#store;
    const plan = planRanges(ranges, { gap: settings.gap, size: settings.requestBytes });
    const downloads = plan.map((range) => new Download(range));
    for (const download of downloads) {
      flight
        .run(download.end - download.begin, signal, () =>
          download.run(this.#store, this.#target, this.#identity, signal),
        )
        .catch((error) => download.fail(error)); // aborted while it waited
    }
    return ranges.map(async (range) => {
      const { begin, end } = partsOf(plan, range);
      const parts = downloads.slice(begin, end).map((download) =>
        download.part({
          begin: Math.max(range.begin, download.begin),
          end: Math.min(range.end, download.end),
        }),
      );
      return parts.length === 1 ? (parts[0] as Promise<Bytes>) : joined(await Promise.all(parts));
    });
  }
}

function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

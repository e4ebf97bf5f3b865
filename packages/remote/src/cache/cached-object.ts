import type { Range } from '../object/plan-ranges.ts';
import type { BlockCache } from './block-cache.ts';
import type { BlockFiles } from './block-files.ts';
import type { Bytes, Fetch } from './fetch-group.ts';
import { FetchGroup } from './fetch-group.ts';
import { SharedWork } from './shared-work.ts';

/** One version of one object in a cache. */
export class CachedObject {
  readonly #cache: BlockCache;
  readonly #files: BlockFiles;

  constructor(cache: BlockCache, files: BlockFiles) {
    this.#cache = cache;
    this.#files = files;
  }

  read(ranges: readonly Range[], fetch: Fetch, signal: AbortSignal | undefined): Promise<Bytes>[] {
    const parts = ranges.map((range) => this.#partsOf(range));
    const onDisk = parts.flat().map((part) => this.#files.read(part.block, part.begin, part.end));
    // What is missing is known for all at once, so that neighbours are fetched by one request.
    const missing = Promise.all(onDisk).then((found) => {
      const blocks = new Set<number>();
      parts.flat().forEach(({ block }, i) => {
        if (found[i] === undefined) blocks.add(block);
      });
      return this.#obtain([...blocks], fetch);
    });
    missing.catch(() => {});
    let at = 0;
    return parts.map(async (list) => {
      const first = at;
      at += list.length;
      const pieces = await Promise.all(
        list.map(async ({ block, begin, end }, i) => {
          const found = await (onDisk[first + i] as Promise<Bytes | undefined>);
          if (found !== undefined) return found;
          const work = (await missing).get(block) as SharedWork<Bytes>;
          return (await work.wait(signal)).subarray(begin, end);
        }),
      );
      return pieces.length === 1 ? (pieces[0] as Bytes) : concat(pieces);
    });
  }

  /** The parts of blocks that make a range. */
  #partsOf({ begin, end }: Range): { block: number; begin: number; end: number }[] {
    const { blockBytes } = this.#files;
    const parts = [];
    for (let block = Math.floor(begin / blockBytes); block * blockBytes < end; block++) {
      const base = block * blockBytes;
      parts.push({
        block,
        begin: Math.max(begin - base, 0),
        end: Math.min(end - base, blockBytes),
      });
    }
    return parts;
  }

  /** Work on blocks that are not on disk: what is under way already, or a fetch of all others together. */
  #obtain(blocks: readonly number[], fetch: Fetch): Map<number, SharedWork<Bytes>> {
    const { fetching } = this.#cache;
    const works = new Map<number, SharedWork<Bytes>>();
    const fresh = blocks.filter((block) => {
      const underWay = fetching.get(this.#files.path(block));
      if (underWay === undefined || underWay.abandoned) return true;
      works.set(block, underWay);
      return false;
    });
    const group = new FetchGroup(this.#cache, this.#files, fresh, fetch);
    for (const block of fresh) {
      const path = this.#files.path(block);
      const work: SharedWork<Bytes> = new SharedWork(
        (signal) => group.obtain(block, signal),
        () => fetching.get(path) === work && fetching.delete(path),
      );
      fetching.set(path, work);
      works.set(block, work);
    }
    return works;
  }
}

function concat(pieces: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

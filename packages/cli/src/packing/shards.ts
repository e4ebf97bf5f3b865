import { extensionOf } from '../pictures/kind.ts';

/** Units `begin` to `end` of a shard. */
export interface ShardRange {
  readonly begin: number;
  readonly end: number;
}

/** Fills shards in order up to `bytes` of input each; a unit that is larger has one for itself. */
export function shardsBySize(sizes: readonly number[], bytes: number): ShardRange[] {
  const shards: ShardRange[] = [];
  let begin = 0;
  let filled = 0;
  sizes.forEach((size, i) => {
    if (i > begin && filled + size > bytes) {
      shards.push({ begin, end: i });
      begin = i;
      filled = 0;
    }
    filled += size;
  });
  shards.push({ begin, end: sizes.length });
  return shards;
}

/** `count` shards whose numbers of units differ by one at most. */
export function shardsByCount(units: number, count: number): ShardRange[] {
  return Array.from({ length: count }, (_, i) => ({
    begin: Math.floor((i * units) / count),
    end: Math.floor(((i + 1) * units) / count),
  }));
}

/** `train.tfrecord.gz`, 3 of 16: `train-00003-of-00016.tfrecord.gz`, as TensorFlow calls them. */
export function shardPath(path: string, shard: number, shards: number): string {
  const { stem, extension } = splitPath(path);
  const digits = (n: number) => String(n).padStart(5, '0');
  return `${stem}-${digits(shard)}-of-${digits(shards)}${extension}`;
}

/** Where the list of the shards is kept. */
export function manifestPath(path: string): string {
  return `${splitPath(path).stem}.manifest.json`;
}

function splitPath(path: string): { stem: string; extension: string } {
  const match = /(\.[^./\\]+)?\.[^./\\]+$/.exec(path);
  const packed = /^(gz|gzip|zlib|zz|zst)$/.test(extensionOf(path));
  const extension = packed ? (match?.[0] ?? '') : (/\.[^./\\]+$/.exec(path)?.[0] ?? '');
  return { stem: path.slice(0, path.length - extension.length), extension };
}

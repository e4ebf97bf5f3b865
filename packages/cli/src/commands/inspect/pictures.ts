import type { ByteSource } from '@dareblopy/core';
import { isDareblopyError } from '@dareblopy/core';
import type { JpegInfo } from '@dareblopy/jpeg';
import { readJpegInfos } from '@dareblopy/jpeg';
import type { Dataset } from '../../formats/dataset.ts';
import { isDecoded, kindByName } from '../../pictures/kind.ts';
import type { Io } from '../../terminal/io.ts';
import { Progress } from '../../terminal/progress.ts';

/** What the headers of the pictures say. */
export interface PictureSummary {
  /** Pictures by name; of these, whose headers were read. */
  readonly count: number;
  readonly sampled: number;
  /** Whose header cannot be read: their names, the first ten, and how many. */
  readonly unreadable: { readonly count: number; readonly first: readonly string[] };
  /** Counts by 'width x height'. */
  readonly dimensions: Readonly<Record<string, number>>;
  /** Counts by process, colour and subsampling, as 'baseline ycbcr 4:2:0'. */
  readonly processes: Readonly<Record<string, number>>;
  /** Counts by EXIF orientation, where any is not 1. */
  readonly orientations?: Readonly<Record<string, number>>;
  readonly megapixels: { readonly mean: number; readonly most: number };
}

const AT_ONCE = 512;

export async function summarisePictures(
  dataset: Dataset,
  names: readonly string[],
  { sample, quiet, io }: { sample: number; quiet: boolean; io: Io },
): Promise<PictureSummary | undefined> {
  const { items } = dataset;
  const all: number[] = [];
  names.forEach((name, index) => {
    if (isDecoded(kindByName(name))) all.push(index);
  });
  if (!items || all.length === 0) return undefined;
  const count = Math.min(sample, all.length);
  const chosen = Array.from(
    { length: count },
    (_, i) => all[Math.floor((i * all.length) / count)] as number,
  );
  const counter = new Counter();
  const bad: string[] = [];
  const progress = new Progress(io, dataset.path, { total: count, noun: 'pictures', quiet });
  try {
    for (let from = 0; from < chosen.length; from += AT_ONCE) {
      io.signal.throwIfAborted();
      const part = chosen.slice(from, from + AT_ONCE);
      const infos = await infosOf(part.map((index) => items.get(index) as ByteSource));
      infos.forEach((info, i) => {
        if (info) counter.add(info);
        else bad.push(names[part[i] as number] as string);
      });
      progress.add(part.length);
    }
  } finally {
    progress.clear();
  }
  const unreadable = { count: bad.length, first: bad.slice(0, 10) };
  return { count: all.length, sampled: count, unreadable, ...counter.summary() };
}

/** Headers in one crossing; where one cannot be read, each by itself. */
async function infosOf(sources: readonly ByteSource[]): Promise<(JpegInfo | undefined)[]> {
  try {
    return await readJpegInfos(sources);
  } catch (error) {
    if (!isDareblopyError(error)) throw error;
  }
  const each = await Promise.allSettled(sources.map((source) => readJpegInfos([source])));
  return each.map((one) => (one.status === 'fulfilled' ? one.value[0] : undefined));
}

class Counter {
  readonly #dimensions: Record<string, number> = {};
  readonly #processes: Record<string, number> = {};
  readonly #orientations: Record<string, number> = {};
  #pixels = 0;
  #most = 0;
  #count = 0;

  add(info: JpegInfo): void {
    const { width, height, colorSpace, subsampling, orientation, arithmetic, precision } = info;
    const color = colorSpace === subsampling ? colorSpace : `${colorSpace} ${subsampling}`;
    const oddities = `${arithmetic ? ' arithmetic' : ''}${precision === 8 ? '' : ` ${precision} bits`}`;
    bump(this.#dimensions, `${width}x${height}`);
    bump(this.#processes, `${info.process} ${color}${oddities}`);
    bump(this.#orientations, `${orientation}`);
    this.#count++;
    this.#pixels += width * height;
    this.#most = Math.max(this.#most, width * height);
  }

  summary() {
    const turned = Object.keys(this.#orientations).some((orientation) => orientation !== '1');
    return {
      dimensions: this.#dimensions,
      processes: this.#processes,
      ...(turned ? { orientations: this.#orientations } : {}),
      megapixels: { mean: this.#pixels / Math.max(this.#count, 1) / 1e6, most: this.#most / 1e6 },
    };
  }
}

function bump(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

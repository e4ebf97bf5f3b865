import type { ByteSource } from '@dareblopy/core';
import type { Dataset } from '../../formats/dataset.ts';
import { sizeOr } from '../../formats/dataset.ts';
import { extensionOf, kindByName } from '../../pictures/kind.ts';
import { parserCode } from '../../records/parser-code.ts';
import type { Schema } from '../../records/schema.ts';
import { sampleOf, schemaOf } from '../../records/schema.ts';
import type { Io } from '../../terminal/io.ts';
import { Progress } from '../../terminal/progress.ts';
import type { PictureSummary } from './pictures.ts';
import { summarisePictures } from './pictures.ts';

/** What `inspect --json` prints of a set. */
export interface Description {
  readonly path: string;
  readonly kind: string;
  readonly noun: string;
  readonly count: number;
  /** Bytes of the files as they are. */
  readonly byteLength: number;
  /** Bytes of the items, inflated. */
  readonly dataBytes: number;
  /** Of an archive: by compression method. */
  readonly methods?: Readonly<Record<string, MethodSummary>>;
  /** Counts by extension, of named items. */
  readonly extensions?: Readonly<Record<string, number>>;
  /** Counts by the folder that an item lies in. */
  readonly folders?: Readonly<Record<string, number>>;
  /** Of the items' sizes in bytes. */
  readonly sizes: { readonly least: number; readonly median: number; readonly most: number };
  /** Every item's size, for the histogram; not in the JSON. */
  readonly allSizes: readonly number[];
  readonly pictures?: PictureSummary;
  readonly records?: Schema & { readonly parser?: string };
}

export interface MethodSummary {
  readonly count: number;
  readonly dataBytes: number;
  readonly storedBytes: number;
}

interface DescribeOptions {
  readonly sample: number;
  readonly quiet: boolean;
  readonly io: Io;
}

export async function describeDataset(
  dataset: Dataset,
  options: DescribeOptions,
): Promise<Description> {
  const { io } = options;
  const { sizes, names } = await listItems(dataset, options);
  const sorted = [...sizes].sort((a, b) => a - b);
  const base = {
    path: dataset.path,
    kind: dataset.kind,
    noun: dataset.noun,
    count: sizes.length,
    byteLength: dataset.byteLength,
    dataBytes: sizes.reduce((sum, size) => sum + size, 0),
    sizes: {
      least: sorted[0] ?? 0,
      median: sorted[sorted.length >> 1] ?? 0,
      most: sorted.at(-1) ?? 0,
    },
  };
  const description =
    dataset.kind === 'tfrecord'
      ? { ...base, records: await describeRecords(dataset, Math.min(options.sample, 100), io) }
      : { ...base, ...describeNames(dataset, names, sizes) };
  const pictures = await summarisePictures(dataset, names, options);
  const whole = { ...description, ...(pictures ? { pictures } : {}) };
  return Object.defineProperty(whole, 'allSizes', { value: sizes, enumerable: false }) as never;
}

/** Sizes and names of all items; compressed records have to be read for them. */
async function listItems(dataset: Dataset, { io, quiet }: DescribeOptions) {
  const sizes: number[] = [];
  const names: string[] = [];
  const { items, noun, path } = dataset;
  const progress = new Progress(io, path, { total: items?.length, noun, quiet });
  try {
    for await (const chunk of dataset.chunks({ count: 4096, signal: io.signal })) {
      for (const source of chunk.sources as ByteSource[]) {
        sizes.push(sizeOr(source, 0));
        if (dataset.kind !== 'tfrecord') names.push(dataset.nameOf(names.length));
      }
      chunk.release?.();
      progress.add(chunk.sources.length);
    }
  } finally {
    progress.clear();
  }
  return { sizes, names };
}

async function describeRecords(dataset: Dataset, sample: number, { signal }: Io) {
  const schema = await schemaOf(await sampleOf(dataset, sample, signal));
  const parser = parserCode(schema);
  return parser === undefined ? schema : { ...schema, parser };
}

function describeNames(dataset: Dataset, names: readonly string[], sizes: readonly number[]) {
  const extensions: Record<string, number> = {};
  const folders: Record<string, number> = {};
  const methods: Record<string, { count: number; dataBytes: number; storedBytes: number }> = {};
  names.forEach((name, index) => {
    const kind = kindByName(name) === 'jpeg' ? 'jpg' : extensionOf(name) || 'none';
    extensions[kind] = (extensions[kind] ?? 0) + 1;
    const slash = name.lastIndexOf('/');
    const folder = slash < 0 ? '.' : name.slice(0, slash);
    folders[folder] = (folders[folder] ?? 0) + 1;
    const of = dataset.methodOf?.(index);
    if (!of) return;
    const entry = methods[of.method] ?? { count: 0, dataBytes: 0, storedBytes: 0 };
    methods[of.method] = entry;
    entry.count++;
    entry.dataBytes += sizes[index] ?? 0;
    entry.storedBytes += of.storedBytes;
  });
  return { extensions, folders, ...(dataset.methodOf ? { methods } : {}) };
}

import type { ByteSource } from '@dareblopy/core';
import type { FileSink, OutFile, OutSource, Sink } from '../formats/sink.ts';
import { kindByContent } from '../pictures/kind.ts';
import { ExampleFiles, filesToExample } from './examples.ts';
import type { Labels } from './labels.ts';
import type { PictureChange } from './pictures.ts';
import { changePicture } from './pictures.ts';
import type { SetReader } from './reader.ts';
import type { Unit } from './units.ts';

export interface WriteOptions {
  readonly readers: readonly SetReader[];
  /** Of each set, whether its items are records. */
  readonly areRecords: readonly boolean[];
  /** How a set's archive holds an item. */
  readonly methodOf: (set: number, index: number) => string | undefined;
  readonly labels: Labels | undefined;
  /** Labels become files beside a picture: those from a CSV, which names do not have. */
  readonly labelFiles: boolean;
  readonly change: PictureChange | undefined;
  /** Is told of a unit that cannot be read or changed; throws to stop. */
  readonly onBad: (unit: Unit, error: unknown) => void;
  readonly onDone: (unit: Unit) => void;
  /** Whether `onBad` goes on: then each unit has to be read by itself. */
  readonly skipsBad: boolean;
  readonly signal: AbortSignal;
}

/** Units made ahead of the one that is written: their reading and coding runs on all threads. */
const AHEAD = 64;
const AHEAD_BYTES = 128e6;

/** Puts units into a sink, in order. Answers how many it took. */
export async function writeUnits(
  units: readonly Unit[],
  sink: Sink,
  options: WriteOptions,
): Promise<number> {
  const { readers, onBad, onDone, signal } = options;
  const sources = sourcesAsTheyAre(units, sink, options);
  if (sources) {
    await (sink as FileSink).addSources?.(sources, signal);
    return units.length;
  }
  const maker = new Maker(sink, options);
  const ahead: { unit: Unit; made: Promise<() => Promise<void>> }[] = [];
  const adding: Promise<void>[] = [];
  let bytes = 0;
  let written = 0;
  const writeOne = async () => {
    const { unit, made } = ahead.shift() as (typeof ahead)[number];
    bytes -= unit.bytes;
    let add: () => Promise<void>;
    try {
      add = await made;
    } catch (error) {
      signal.throwIfAborted();
      onBad(unit, error);
      onDone(unit);
      return;
    }
    const done = add();
    done.catch(() => {}); // awaited in its turn
    adding.push(done);
    written++;
    if (adding.length >= AHEAD) await adding.shift();
    onDone(unit);
  };
  try {
    for (const unit of units) {
      signal.throwIfAborted();
      const reader = readers[unit.set] as SetReader;
      const read = reader.read(unit);
      const made = read.then((all) => maker.make(unit, all));
      made.catch(() => {}); // told in its turn
      if (reader.isInOrder) await read.catch(() => {});
      ahead.push({ unit, made });
      bytes += unit.bytes;
      while (ahead.length >= AHEAD || (bytes > AHEAD_BYTES && ahead.length > 0)) await writeOne();
    }
    while (ahead.length > 0) await writeOne();
    await Promise.all(adding);
  } finally {
    await Promise.allSettled([...ahead.map(({ made }) => made), ...adding]);
  }
  return written;
}

/** The files of all units, where they go over as they are and the sink has a way of its own for that. */
function sourcesAsTheyAre(
  units: readonly Unit[],
  sink: Sink,
  { readers, areRecords, methodOf, labelFiles, change, skipsBad, onDone }: WriteOptions,
): Iterable<OutSource> | undefined {
  if (sink.takes !== 'files' || !sink.addSources || change || labelFiles || skipsBad)
    return undefined;
  if (units.some(({ set }) => areRecords[set] || readers[set]?.isInOrder)) return undefined;
  return (function* () {
    for (const unit of units) {
      for (const { name, index } of unit.files) {
        const source = readers[unit.set]?.source(index) as ByteSource;
        yield { name, source, method: methodOf(unit.set, index) };
      }
      onDone(unit); // begun, to be exact: a few thousand are ahead of those that are written
    }
  })();
}

/** Makes of a unit's bytes what the sink takes. */
class Maker {
  readonly #sink: Sink;
  readonly #options: WriteOptions;
  readonly #examples = new ExampleFiles();

  constructor(sink: Sink, options: WriteOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /** Answers what adds it. */
  async make(unit: Unit, all: readonly Uint8Array<ArrayBuffer>[]): Promise<() => Promise<void>> {
    const { areRecords } = this.#options;
    const isRecord = areRecords[unit.set] === true;
    if (this.#sink.takes === 'records') {
      const record = isRecord
        ? await this.#record(all[0] as Uint8Array<ArrayBuffer>)
        : filesToExample(await this.#files(unit, all), this.#options.labels?.of(unit));
      const { add } = this.#sink;
      return () => add(record);
    }
    const sink = this.#sink;
    const add = async (files: readonly OutFile[]) => {
      await Promise.all(files.map((file) => sink.add(file)));
    };
    if (!isRecord) {
      const files = this.#withLabel(unit, await this.#files(unit, all));
      return () => add(files);
    }
    const record = await this.#record(all[0] as Uint8Array<ArrayBuffer>);
    return () => add(this.#examples.files(unit.key, record)); // in order: names are given there
  }

  async #record(record: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const { change } = this.#options;
    if (!change) return record;
    return this.#examples.change(record, (picture) => changePicture(picture, change));
  }

  #files(unit: Unit, all: readonly Uint8Array<ArrayBuffer>[]): Promise<OutFile[]> {
    const { change, methodOf } = this.#options;
    return Promise.all(
      unit.files.map(async ({ name, index }, i) => {
        const bytes = all[i] as Uint8Array<ArrayBuffer>;
        const isJpeg = change !== undefined && kindByContent(bytes.subarray(0, 12)) === 'jpeg';
        if (isJpeg) return { name, bytes: await changePicture(bytes, change) };
        return { name, bytes, method: methodOf(unit.set, index) };
      }),
    );
  }

  #withLabel(unit: Unit, files: OutFile[]): OutFile[] {
    const { labels, labelFiles } = this.#options;
    if (!labels || !labelFiles || files.some(({ name }) => name === `${unit.key}.cls`))
      return files;
    const bytes = new TextEncoder().encode(String(labels.of(unit).index));
    return [...files, { name: `${unit.key}.cls`, bytes }];
  }
}

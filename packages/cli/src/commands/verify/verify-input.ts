import type { Chunk, Dataset } from '../../formats/dataset.ts';
import { sizeOf } from '../../formats/dataset.ts';
import type { Input } from '../../formats/inputs.ts';
import { sampleOf, schemaOf } from '../../records/schema.ts';
import type { Io } from '../../terminal/io.ts';
import { Progress } from '../../terminal/progress.ts';
import type { Failed } from './check.ts';
import { checkFiles } from './check-files.ts';
import type { RecordChecks } from './check-records.ts';
import { checkRecords, recordChecks } from './check-records.ts';
import type { Problem, Verification } from './problem.ts';
import { problemOf } from './problem.ts';

export interface VerifyInputOptions {
  readonly glob: string | undefined;
  readonly quiet: boolean;
  readonly io: Io;
  /** Is told each problem as it is found. */
  readonly onProblem: (problem: Problem) => void;
}

/** Items that one crossing checks, and crossings under way at the same time: threads are never idle. */
const AT_ONCE = 256;
const AHEAD = 3;

export async function verifyInput(
  input: Input,
  options: VerifyInputOptions,
): Promise<Verification> {
  const { io } = options;
  const started = performance.now();
  const run = new Verifying(input.path, options);
  let dataset: Dataset | undefined;
  try {
    dataset = await input.open({
      glob: options.glob,
      signal: io.signal,
      onDamage: (error) => run.tell(undefined, error),
    });
    await run.all(dataset);
  } catch (error) {
    if (io.signal.aborted) throw error;
    run.tell(undefined, error);
  } finally {
    run.end();
    await dataset?.close();
  }
  return {
    path: input.path,
    kind: dataset?.kind ?? input.format,
    noun: dataset?.noun ?? 'items',
    ...run.counts,
    seconds: (performance.now() - started) / 1000,
    problems: run.problems,
  };
}

class Verifying {
  readonly problems: Problem[] = [];
  readonly counts = {
    count: 0,
    decoded: 0,
    parsed: 0,
    notDecoded: {} as Record<string, number>,
    dataBytes: 0,
  };
  readonly #path: string;
  readonly #options: VerifyInputOptions;
  #progress: Progress | undefined;

  constructor(path: string, options: VerifyInputOptions) {
    this.#path = path;
    this.#options = options;
  }

  tell(item: string | undefined, error: unknown, severity?: Problem['severity']): void {
    const problem = problemOf(this.#path, item, error);
    const told = severity === undefined ? problem : { ...problem, severity };
    this.problems.push(told);
    this.#progress?.clear();
    this.#options.onProblem(told);
  }

  end(): void {
    this.#progress?.clear();
  }

  /** Chunks overlap, and are told in order. */
  async all(dataset: Dataset): Promise<void> {
    const { io, quiet } = this.#options;
    const { signal } = io;
    const records =
      dataset.kind === 'tfrecord'
        ? recordChecks(await schemaOf(await sampleOf(dataset, 100, signal)))
        : undefined;
    this.#progress = new Progress(io, this.#path, {
      total: dataset.items?.length,
      noun: dataset.noun,
      quiet,
    });
    const onDamage = (error: unknown) => this.tell(undefined, error);
    const ahead: Promise<() => void>[] = [];
    try {
      for await (const chunk of dataset.chunks({ count: AT_ONCE, signal, onDamage })) {
        const checking = this.#chunk(dataset, chunk, records);
        checking.catch(() => {}); // awaited in its turn
        ahead.push(checking);
        if (ahead.length >= AHEAD) (await ahead.shift())?.();
      }
    } finally {
      for (const checking of ahead) (await checking)();
    }
  }

  /** Checks a chunk; what it answers tells of it. */
  async #chunk(
    dataset: Dataset,
    { first, sources, release }: Chunk,
    records: RecordChecks | undefined,
  ): Promise<() => void> {
    const { signal } = this.#options.io;
    const dataBytes = sizeOf(sources);
    const names = sources.map((_, i) => dataset.nameOf(first + i));
    const outcome = records
      ? { ...(await checkRecords(sources, records, signal)), notDecoded: [] }
      : { ...(await checkFiles(sources, names, signal)), parsed: 0 };
    release?.();
    return () => {
      const { counts } = this;
      counts.count += sources.length;
      counts.dataBytes += dataBytes;
      counts.decoded += outcome.decoded;
      counts.parsed += outcome.parsed;
      for (const kind of outcome.notDecoded)
        counts.notDecoded[kind] = (counts.notDecoded[kind] ?? 0) + 1;
      for (const [item, error, severity] of inOrder(names, outcome.failed, outcome.deviating))
        this.tell(item, error, severity);
      this.#progress?.add(sources.length);
    };
  }
}

type Told = readonly [item: string, error: unknown, severity: Problem['severity'] | undefined];

function inOrder(names: readonly string[], failed: Failed, deviating: Failed): Told[] {
  return names.flatMap((name, i): Told[] => {
    if (failed.has(i)) return [[name, failed.get(i), undefined]];
    return deviating.has(i) ? [[name, deviating.get(i), 'deviation']] : [];
  });
}

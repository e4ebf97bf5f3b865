import { runtimeInfo } from '@dareblopy/core';
import { STAGES, type Stage } from '../run/clock.ts';
import type { Engine } from '../run/engine.ts';
import type { BadSample } from '../types.ts';
import { findLimit, type Limit } from './limit.ts';

/** Time of one stage, in milliseconds. */
export interface StageTime {
  readonly stage: Stage;
  /** At work, summed over threads, or over batches that wait at the same time. */
  readonly busy: number;
  /** Not at work while iterations were open, for each thread that could have been. */
  readonly waiting: number;
}

/** Reads that had to wait for the storage: of files that were not in memory, of objects far away. */
export interface StorageStats {
  readonly reads: number;
  readonly bytesPerRead: number;
  /** Of one read, on average, with opening the file where that belongs to it; milliseconds. */
  readonly latency: number;
  /** How many waited at the same time, on average. */
  readonly inFlight: number;
}

/** What a loader did so far, as it was when `stats()` was called. */
export class LoaderStats {
  readonly batches: number;
  readonly samples: number;
  /** Bytes of the delivered batches' fixed columns. */
  readonly bytes: number;
  /** Seconds in which iterations were open. */
  readonly seconds: number;
  /** Share of that in which the consumer waited for a batch, from 0 to 1. */
  readonly waitingShare: number;
  /** Batches that were ready when one was asked for, on average. */
  readonly queueFill: number;
  readonly prefetchBatches: number;
  readonly stages: readonly StageTime[];
  readonly storage: StorageStats;
  /** What holds the loader back; undefined before the first batch. */
  readonly limit: Limit | undefined;
  /** Bad samples that were skipped or replaced: the first thousand, and their number. */
  readonly badSamples: readonly BadSample[];
  readonly badSampleCount: number;

  /** @internal */
  constructor(
    engine: Pick<Engine<unknown>, 'clock' | 'badSamples' | 'options' | 'openMilliseconds'>,
  ) {
    const { clock, badSamples, options } = engine;
    const open = engine.openMilliseconds();
    const { threads } = runtimeInfo();
    const { prefetchBatches } = options;
    const parallel: Partial<Record<Stage, number>> = {
      read: threads,
      inflate: threads,
      decode: threads,
      source: prefetchBatches + 1,
      transform: prefetchBatches + 1,
      workers: clock.workers,
    };
    this.batches = clock.batches;
    this.samples = clock.samples;
    this.bytes = clock.bytes;
    this.seconds = open / 1000;
    this.waitingShare = open > 0 ? Math.min(1, clock.heldUp / open) : 0;
    this.queueFill = clock.ready / Math.max(1, clock.requests);
    this.prefetchBatches = prefetchBatches;
    this.stages = STAGES.map((stage) => {
      const busy = clock.busy[stage];
      return { stage, busy, waiting: Math.max(0, open * (parallel[stage] ?? 1) - busy) };
    });
    const { busy: waited, reads, bytes } = clock.io;
    this.storage = {
      reads,
      bytesPerRead: reads > 0 ? bytes / reads : 0,
      latency: reads > 0 ? waited / reads : 0,
      inFlight: open > 0 ? waited / open : 0,
    };
    const { workers, heldUp: starved } = clock;
    const { busy, blocking } = clock;
    const lanes = { busy, blocking, threads, workers, prefetchBatches };
    const measured = { ...lanes, open, starved, storage: waited };
    this.limit = clock.batches > 0 ? findLimit(measured) : undefined;
    this.badSamples = [...badSamples.samples];
    this.badSampleCount = badSamples.total;
  }

  get batchesPerSecond(): number {
    return this.seconds > 0 ? this.batches / this.seconds : 0;
  }

  get samplesPerSecond(): number {
    return this.seconds > 0 ? this.samples / this.seconds : 0;
  }

  get bytesPerSecond(): number {
    return this.seconds > 0 ? this.bytes / this.seconds : 0;
  }

  /** What limits, what that costs and what to change, in a sentence. */
  get summary(): string {
    if (!this.limit) return 'Nothing was loaded yet.';
    const { stage, speedup, advice } = this.limit;
    const times = speedup >= 100 ? 'over 100' : speedup.toFixed(speedup < 10 ? 1 : 0);
    const percent = Math.round(100 * this.waitingShare);
    if (stage === 'consumer') {
      return `The loop limits: it waited for batches ${percent}% of the time; the loader could be ${times} times as fast.`;
    }
    return `The ${stage} stage limits: the loop waited for batches ${percent}% of the time, and would be ${times} times as fast without it; ${advice}.`;
  }

  #storageLine(): string[] {
    const { reads, bytesPerRead, latency, inFlight } = this.storage;
    if (reads === 0) return [];
    const size = `${(bytesPerRead / 1000).toFixed(1)} kB`;
    return [
      `storage: ${reads} reads of ${size} waited, ${latency.toFixed(1)} ms each, ${inFlight.toFixed(1)} at once`,
    ];
  }

  /** All of it as a table of a few lines. */
  report(): string {
    const rows = this.stages
      .filter(({ busy }) => busy > 0)
      .map(({ stage, busy, waiting }) => [
        stage,
        `${busy.toFixed(1)} ms`,
        `${waiting.toFixed(1)} ms`,
      ]);
    const lines = table([['stage', 'busy', 'waiting'], ...rows]);
    const rates =
      `${this.batches} batches, ${this.samples} samples in ${this.seconds.toFixed(2)} s: ` +
      `${this.batchesPerSecond.toFixed(1)} batches/s, ${this.samplesPerSecond.toFixed(0)} samples/s, ` +
      `${(this.bytesPerSecond / 1e6).toFixed(1)} MB/s`;
    const queue = `queue: ${this.queueFill.toFixed(1)} of ${this.prefetchBatches} batches ready when one was asked for`;
    const bad = this.badSampleCount > 0 ? [`bad samples: ${this.badSampleCount}`] : [];
    return [rates, ...lines, ...this.#storageLine(), queue, ...bad, this.summary].join('\n');
  }
}

/** Columns of equal width: the first to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  );
}

import type { ServerResponse } from 'node:http';
import type { BatchLoader, LoaderStats } from '@dareblopy/loader';

/** How often the page is told, and for how long a loader runs at most. */
const TELL_MS = 250;
const MOST_MS = 120_000;

/** What the page shows of a loader at work. */
export interface StatsEvent {
  readonly seconds: number;
  readonly batches: number;
  readonly samples: number;
  /** Since the event before. */
  readonly samplesPerSecond: number;
  readonly waitingShare: number;
  readonly badSamples: number;
  /** Shares of the work, the largest first. */
  readonly stages: readonly { readonly stage: string; readonly share: number }[];
  readonly limitStage?: string;
  readonly summary: string;
  readonly done?: true;
}

/** Runs a loader, epoch after epoch, and tells of it until the page goes away. */
export async function streamStats(
  response: ServerResponse,
  loader: BatchLoader<unknown>,
): Promise<void> {
  const started = performance.now();
  let told = started;
  let before = 0;
  const tell = (done?: true) => {
    const now = performance.now();
    const stats = loader.stats();
    const samplesPerSecond = (stats.samples - before) / ((now - told) / 1000);
    const event = { ...eventOf(stats, samplesPerSecond), ...(done ? { done } : {}) };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
    told = now;
    before = stats.samples;
  };
  try {
    while (performance.now() - started < MOST_MS && !response.destroyed) {
      let some = false;
      for await (const _ of loader) {
        some = true;
        if (performance.now() - told >= TELL_MS) tell();
        if (response.destroyed || performance.now() - started >= MOST_MS) break;
      }
      if (!some) break; // not one sample can be decoded
    }
    tell(true);
  } catch (error) {
    if (!response.destroyed)
      response.write(`event: failed\ndata: ${JSON.stringify((error as Error).message)}\n\n`);
  } finally {
    response.end();
    await loader.close();
  }
}

function eventOf(stats: LoaderStats, samplesPerSecond: number): StatsEvent {
  const busy = stats.stages.reduce((sum, stage) => sum + stage.busy, 0) || 1;
  return {
    seconds: stats.seconds,
    batches: stats.batches,
    samples: stats.samples,
    samplesPerSecond,
    waitingShare: stats.waitingShare,
    badSamples: stats.badSampleCount,
    stages: stats.stages
      .map((stage) => ({ stage: stage.stage, share: stage.busy / busy }))
      .filter(({ share }) => share > 0.001)
      .sort((a, b) => b.share - a.share),
    ...(stats.limit ? { limitStage: stats.limit.stage } : {}),
    summary: stats.summary,
  };
}

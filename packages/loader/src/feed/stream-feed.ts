import { type Assigned, RoundRobin } from '../order/round-robin.ts';
import { ShuffleBuffer } from '../order/shuffle-buffer.ts';
import type { BatchPlan, Feed, FeedOptions, FeedStart } from './feed.ts';

/**
 * Batches of a source that can only be read in order. Every rank reads it all and keeps its share, so
 * that all know where it ends; what was consumed before a resumed state is read again and passed over.
 */
export class StreamFeed<S> implements Feed<S> {
  readonly #plans: AsyncGenerator<BatchPlan<S>, void, void>;
  #closed = false;

  constructor(source: AsyncIterable<S>, options: FeedOptions, start: FeedStart) {
    this.#plans = lookingAhead(source, options, start, () => this.#closed);
  }

  async next(): Promise<BatchPlan<S> | undefined> {
    const { value, done } = await this.#plans.next();
    return done ? undefined : value;
  }

  async close(): Promise<void> {
    this.#closed = true;
    // Not awaited: it is queued behind a read that may never settle.
    this.#plans.return().catch(() => {});
  }
}

/** The batches of all epochs. One is held back: only the next one shows that it is not the last. */
async function* lookingAhead<S>(
  source: AsyncIterable<S>,
  options: FeedOptions,
  start: FeedStart,
  closed: () => boolean,
): AsyncGenerator<BatchPlan<S>, void, void> {
  for (let epoch = start.epoch; epoch < start.epoch + start.epochs && !closed(); epoch++) {
    const position = epoch === start.epoch ? start.position : 0;
    let held: BatchPlan<S> | undefined;
    for await (const plan of epochPlans(source, options, epoch, position)) {
      if (closed()) return;
      if (held) yield held;
      held = plan;
    }
    if (held) yield { ...held, last: true };
    else if (position === 0) return; // an empty or used-up source: later epochs have nothing either
  }
}

async function* epochPlans<S>(
  source: AsyncIterable<S>,
  { seed, shuffle, shard, batchSize, dropLast }: FeedOptions,
  epoch: number,
  start: number,
): AsyncGenerator<BatchPlan<S>, void, void> {
  const buffer = new ShuffleBuffer<S>(typeof shuffle === 'number' ? shuffle : 0, seed, epoch);
  const ranks = new RoundRobin<S>(shard, start);
  let batch = 0;
  let rows: Assigned<S>[] = [];
  const take = (): BatchPlan<S> => {
    const consumed = start + (batch + 1) * batchSize * shard.count;
    const plan = planOf(rows, epoch, batch++, consumed);
    rows = [];
    return plan;
  };
  for await (const sample of source) {
    const ordinal = buffer.push(sample);
    const assigned = ordinal && ranks.push(ordinal);
    if (assigned && rows.push(assigned) === batchSize) yield take();
  }
  for (let ordinal = buffer.pop(); ordinal; ordinal = buffer.pop()) {
    const assigned = ranks.push(ordinal);
    if (assigned && rows.push(assigned) === batchSize) yield take();
  }
  const assigned = ranks.end();
  if (assigned) rows.push(assigned);
  if (rows.length === batchSize || (rows.length > 0 && !dropLast)) yield take();
}

function planOf<S>(
  rows: readonly Assigned<S>[],
  epoch: number,
  batch: number,
  consumed: number,
): BatchPlan<S> {
  return {
    epoch,
    batch,
    positions: Float64Array.from(rows, (row) => row.position),
    indices: Float64Array.from(rows, (row) => row.index),
    samples: rows.map((row) => row.sample),
    consumed,
    batches: undefined,
    last: false,
  };
}

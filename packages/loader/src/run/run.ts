import { closeTemporary, onAbort } from '@dareblopy/core/internal';
import type { NativeItems } from '@dareblopy/native';
import type { BatchPlan, Feed } from '../feed/feed.ts';
import { isPromise, untilAborted } from './abort.ts';
import type { BatchMaker, MadeBatch } from './batch-maker.ts';
import type { Clock } from './clock.ts';
import type { MapStage } from './map-stage.ts';
import { Turnstile } from './turnstile.ts';

/** A batch as it is handed over. */
export interface Delivery extends MadeBatch {
  readonly plan: BatchPlan<unknown>;
}

/** A batch that was not begun, and its samples, which are being read. */
interface Ahead<S> {
  readonly plan: BatchPlan<S>;
  readonly loading: Promise<NativeItems | undefined>;
}

/** A batch that was begun. */
interface Underway {
  readonly made: Promise<Delivery | undefined>;
  done: boolean;
}

/** What a run works with. */
export interface RunOptions<S> {
  readonly feed: Feed<S>;
  readonly maker: BatchMaker<S>;
  readonly stages: readonly MapStage[];
  readonly prefetchBatches: number;
  /** Consecutive positions whose samples lie close together, and are read together; 0: none do. */
  readonly window: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

// A signal may outlive many loaders, and must not keep those alive that were dropped in the middle of
// an iteration: it knows runs weakly. A run that somebody waits for is held here instead, as its signal
// may be all that can ever wake it.
const awaited = new Set<object>();
const listeners = new WeakMap<object, () => void>();
const dropped = new FinalizationRegistry<() => void>((removeListener) => removeListener());

function stopOnAbort(run: { stop(reason?: unknown): Promise<void> }, signal: AbortSignal): void {
  const weakly = new WeakRef(run);
  const stop = (): void => void weakly.deref()?.stop(signal.reason);
  const removeListener = onAbort(signal, stop);
  listeners.set(run, removeListener);
  dropped.register(run, removeListener, run);
  if (signal.aborted) stop();
}

function forget(run: object): void {
  listeners.get(run)?.();
  dropped.unregister(run);
}

/**
 * One iteration: keeps `prefetchBatches` batches on their way while the consumer has one, and hands
 * them over in order. Stops everything, and waits until no thread works for it any more, on stop().
 */
export class Run<S> {
  readonly #options: RunOptions<S>;
  readonly #abort = new AbortController();
  readonly #queue: Underway[] = [];
  readonly #ahead: Ahead<S>[] = []; // comes after the queue
  #rowsAhead = 0;
  readonly #turnstiles: readonly Turnstile[];
  #fed = true; // the feed may have more
  #stopping: Promise<void> | undefined;

  constructor(options: RunOptions<S>) {
    this.#options = options;
    const { signal, stages } = options;
    this.#turnstiles = stages.map(() => new Turnstile());
    if (signal) stopOnAbort(this, signal);
  }

  /** Aborts when the run stops, for whatever reason. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The next batch; undefined at the end. Rejects with what stopped the run. */
  async take(): Promise<Delivery | undefined> {
    const { clock } = this.#options;
    const { blocked } = clock;
    const start = performance.now(); // filling runs a user's code at once, where that does not wait
    this.#fill();
    const head = this.#queue.shift();
    if (!head) {
      this.#abort.signal.throwIfAborted();
      await this.stop();
      return undefined;
    }
    this.#fill();
    clock.requests++;
    for (const { done } of [head, ...this.#queue]) if (done) clock.ready++;
    awaited.add(this);
    try {
      const delivery = await untilAborted(head.made, this.#abort.signal);
      clock.starved += performance.now() - start;
      clock.blockedStarving += clock.blocked - blocked;
      if (!delivery) await this.stop();
      return delivery;
    } catch (error) {
      void head.made.then((late) => late?.loan.end()).catch(() => {});
      await this.stop(error);
      throw error;
    } finally {
      awaited.delete(this);
    }
  }

  /** Stops reading and decoding; resolves when all threads have let go. */
  stop(reason: unknown = new DOMException('The iteration has ended', 'AbortError')): Promise<void> {
    this.#stopping ??= this.#stop(reason);
    return this.#stopping;
  }

  async #stop(reason: unknown): Promise<void> {
    const { feed } = this.#options;
    forget(this);
    this.#fed = false;
    this.#abort.abort(reason);
    const queue = this.#queue.splice(0);
    const ahead = this.#ahead.splice(0);
    await feed.close();
    for (const { loading } of ahead) void loading.then((items) => items && closeTemporary(items));
    await Promise.all(
      queue.map(async ({ made }) => {
        const late = await made.catch(() => undefined);
        late?.loan.end();
      }),
    );
  }

  #fill(): void {
    const { feed, prefetchBatches } = this.#options;
    while (this.#queue.length < prefetchBatches) {
      const ahead = this.#ahead.shift();
      this.#rowsAhead -= ahead?.plan.indices.length ?? 0;
      const plan = ahead?.plan ?? (this.#fed ? feed.next() : undefined);
      if (plan === undefined) {
        this.#fed = false;
        return;
      }
      const underway: Underway = { made: this.#produce(plan, ahead?.loading), done: false };
      const note = (): void => {
        underway.done = true;
      };
      underway.made.then(note, note);
      this.#queue.push(underway);
    }
    this.#readAhead();
  }

  /** Where storage is slow, begins to read the samples of the batches that come next. */
  #readAhead(): void {
    const { maker, window } = this.#options;
    const { rows: wanted, mostRows } = maker.ahead;
    const together = Math.min(window, Math.floor(mostRows / 2));
    const most = wanted > 0 ? Math.max(wanted, together) : 0;
    while (this.#fed && this.#rowsAhead < most) {
      const plans = this.#plansTogether(together);
      if (plans.length === 0) return;
      const loading = maker.load(plans, this.#abort.signal);
      plans.forEach((plan, i) => {
        this.#ahead.push({ plan, loading: loading.then((batches) => batches?.[i]) });
      });
      for (const plan of plans) this.#rowsAhead += plan.indices.length;
    }
  }

  /** The next batches that are read at once: one, or those that end a window, `most` samples about. */
  #plansTogether(most: number): BatchPlan<S>[] {
    const { feed, window } = this.#options;
    const plans: BatchPlan<S>[] = [];
    for (let rows = 0; ; ) {
      const plan = feed.next() as BatchPlan<S> | undefined; // such a source's plans are arithmetic
      this.#fed = plan !== undefined;
      if (!plan) return plans;
      plans.push(plan);
      rows += plan.indices.length;
      const first = plans[0]!.positions[0]!;
      const windowEnd = window > 0 ? (Math.floor(first / window) + 1) * window : 0;
      if (plan.last || plan.consumed >= windowEnd || rows >= most) return plans;
    }
  }

  /** From plan to delivery. Called in the order of plans, done in any order. */
  async #produce(
    plan: BatchPlan<S> | PromiseLike<BatchPlan<S> | undefined>,
    loading?: Promise<NativeItems | undefined>,
  ): Promise<Delivery | undefined> {
    const { maker, stages } = this.#options;
    const { signal } = this.#abort;
    const tickets = this.#turnstiles.map((turnstile) => turnstile.draw());
    let made: MadeBatch | undefined;
    try {
      const known = isPromise(plan) ? await untilAborted(plan, signal) : plan;
      if (!known) {
        this.#fed = false;
        return undefined;
      }
      made = await maker.make(known, signal, loading);
      let { batch } = made;
      for (const [i, stage] of stages.entries()) {
        if (stage.inOrder) await untilAborted(tickets[i]!.turn, signal);
        if (made.rows > 0) batch = await stage.apply(batch, made.loan, known, signal);
        tickets[i]!.leave();
      }
      return { ...made, batch, plan: known };
    } catch (error) {
      made?.loan.forget(); // a map function that still runs may look at it
      throw error;
    } finally {
      for (const { leave } of tickets) leave();
    }
  }
}

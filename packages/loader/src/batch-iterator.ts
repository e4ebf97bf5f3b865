import type { Engine } from './run/engine.ts';
import type { MapStage } from './run/map-stage.ts';
import type { Run } from './run/run.ts';

/** An iteration as JavaScript sees it. It is open once it exists; work begins with the first request. */
export class BatchIterator<B> implements AsyncIterableIterator<B>, AsyncDisposable {
  // biome-ignore lint/suspicious/noExplicitAny: the samples' type is of no concern here
  readonly #engine: Engine<any>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly #run: Run<any>;
  #turn: Promise<unknown> = Promise.resolve();

  // biome-ignore lint/suspicious/noExplicitAny: see above
  constructor(engine: Engine<any>, epochs: number, stages: readonly MapStage[]) {
    this.#engine = engine;
    this.#run = engine.open(epochs, stages);
  }

  /** Overlapping requests are served one after the other. */
  next(): Promise<IteratorResult<B, undefined>> {
    const request = this.#turn.then(async () => {
      const delivery = await this.#engine.deliver(this.#run);
      return delivery
        ? { done: false as const, value: delivery.batch as B }
        : { done: true as const, value: undefined };
    });
    this.#turn = request.catch(() => {});
    return request;
  }

  async return(): Promise<IteratorResult<B, undefined>> {
    await this.#engine.end(this.#run);
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<B, undefined>> {
    await this.#engine.end(this.#run, error);
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

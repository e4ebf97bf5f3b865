import type { NDArray } from '@dareblopy/core';
import { arrayOver } from '@dareblopy/core/extend';
import { takeBack } from '@dareblopy/core/internal';

export interface TestBatch {
  readonly image: NDArray<'float32'>;
  readonly label: NDArray<'int32'>;
}

const POISON = 0xab;

/**
 * A loader in miniature, with a ring of one slot, which it poisons and fills anew: the strictest form of
 * lending. Batch b of an epoch holds images of the value 10 * epoch + b, and labels b.
 */
export class LendingSource implements AsyncIterable<TestBatch> {
  readonly batchesPerEpoch: number;
  readonly #rows: number;
  readonly #pixels: number;
  readonly #kept = new WeakSet<TestBatch>();
  epoch = 0;
  /** Iterations that are running. */
  open = 0;
  delivered = 0;
  keptCount = 0;

  constructor({ batches = 3, rows = 4, pixels = 2 } = {}) {
    this.batchesPerEpoch = batches;
    this.#rows = rows;
    this.#pixels = pixels;
  }

  keep(batch: TestBatch): void {
    this.#kept.add(batch);
    this.keptCount += 1;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TestBatch, undefined> {
    if (this.open > 0) throw new Error('a second iteration while one is open');
    this.open += 1;
    const epoch = this.epoch++;
    let slot: ArrayBuffer | undefined;
    let batch: TestBatch | undefined;
    try {
      for (let index = 0; index < this.batchesPerEpoch; index++) {
        slot ??= new ArrayBuffer(this.#rows * (this.#pixels + 1) * 4);
        const shape = [this.#rows, this.#pixels];
        const label = arrayOver('int32', [this.#rows], slot, this.#rows * this.#pixels * 4);
        batch = { image: arrayOver('float32', shape, slot), label };
        batch.image.data.fill(10 * epoch + index);
        batch.label.data.fill(index);
        this.delivered += 1;
        yield batch;
        slot = this.#takeBack(batch, slot);
        batch = undefined;
      }
    } finally {
      if (batch !== undefined && slot !== undefined) this.#takeBack(batch, slot);
      this.open -= 1;
    }
    return undefined;
  }

  #takeBack(batch: TestBatch, slot: ArrayBuffer): ArrayBuffer | undefined {
    if (this.#kept.has(batch)) return undefined;
    // Native code that still reads the old address would find this.
    new Uint8Array(slot).fill(POISON);
    return takeBack(slot);
  }
}

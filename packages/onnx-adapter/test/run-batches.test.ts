import type { NDArray } from '@dareblopy/core';
import { arrayOver } from '@dareblopy/core/extend';
import { takeBack } from '@dareblopy/core/internal';
import type { InferenceSession } from 'onnxruntime-common';
import { beforeAll, describe, expect, it } from 'vitest';
import { runBatches } from '../src/index.ts';
import { openSession } from './session.ts';

interface Batch {
  readonly image: NDArray<'float32'>;
}

/** Lends batches from one slot that it poisons when it takes it back. All of batch b's pixels are b. */
class Lender implements AsyncIterable<Batch> {
  returned = 0;
  ended = false;

  async *[Symbol.asyncIterator]() {
    let slot: ArrayBuffer | undefined = new ArrayBuffer(2 * 3 * 224 * 224 * 4);
    try {
      for (let index = 0; index < 3; index++) {
        const image: NDArray<'float32'> = arrayOver('float32', [2, 3, 224, 224], slot);
        image.data.fill(index);
        yield { image };
        new Uint8Array(slot).fill(0xab);
        slot = takeBack(slot)!;
        this.returned += 1;
      }
    } finally {
      this.ended = true;
    }
  }
}

let session: InferenceSession;
beforeAll(async () => {
  session = await openSession('classifier');
});

describe('runBatches', () => {
  it('runs the session on each batch while its loan is held', async () => {
    const seen: number[][] = [];
    for await (const { outputs, batch } of runBatches(session, new Lender(), {
      feeds: { image: 'image' },
    })) {
      expect(batch.image.data[0]).toBe(seen.length);
      const { data, dims } = outputs.probabilities!;
      expect(dims).toEqual([2, 10]);
      seen.push([...(data as Float32Array)]);
    }
    expect(seen).toHaveLength(3);
    // A constant image has that constant for every mean: the logits are c * (sums of columns) + bias.
    for (const [index, probabilities] of seen.entries()) {
      const expected = reference(index);
      for (const [i, value] of probabilities.entries()) {
        expect(value).toBeCloseTo(expected[i % 10]!, 5);
      }
    }
  });

  it('answers only the outputs that are fetched, with run options', async () => {
    const options = { feeds: { image: 'image' }, fetches: ['probabilities'], run: { tag: 't' } };
    for await (const { outputs } of runBatches(session, new Lender(), options as never)) {
      expect(Object.keys(outputs)).toEqual(['probabilities']);
    }
  });

  it('stops the loader when the loop is left, or the session throws', async () => {
    const lender = new Lender();
    for await (const _ of runBatches(session, lender, { feeds: { image: 'image' } })) break;
    expect(lender).toMatchObject({ ended: true, returned: 0 });

    const failing = new Lender();
    const broken = {
      inputNames: ['image'],
      run: () => Promise.reject(new Error('in the session')),
    };
    const step = runBatches(broken, failing, { feeds: { image: 'image' } }).next();
    await expect(step).rejects.toThrow('in the session');
    expect(failing.ended).toBe(true);
  });

  it('refuses feeds that are not the inputs of the model', async () => {
    const lender = new Lender();
    const step = runBatches(session, lender, { feeds: { picture: 'image' } }).next();
    await expect(step).rejects.toThrow('Expected feeds for the inputs image but received picture');
    expect(lender.ended).toBe(false);
  });
});

/** Softmax of the dense layer on features that are all `constant`, from the weights' formula. */
function reference(constant: number): number[] {
  const weight = (i: number) => (Math.imul(i + 1, 0x9e3779b1) >>> 0) / 2 ** 32 - 0.5;
  const logits = Array.from({ length: 10 }, (_, c) => {
    let sum = 0;
    for (let feature = 0; feature < 147; feature++) sum += 0.2 * weight(feature * 10 + c);
    return constant * sum + weight(1470 + c);
  });
  const exponentials = logits.map(Math.exp);
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / total);
}

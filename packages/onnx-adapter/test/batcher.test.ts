import { setTimeout as sleep } from 'node:timers/promises';
import type { NDArray } from '@dareblopy/core';
import { from, isDareblopyError, raw, text } from '@dareblopy/core';
import { encodeJpeg, jpeg } from '@dareblopy/jpeg';
import { afterEach, describe, expect, it } from 'vitest';
import type { Batcher, BatchReport } from '../src/index.ts';
import { BatcherError, createBatcher, RunError } from '../src/index.ts';
import { openSession } from './session.ts';

const number = raw([], 'int32');
const sample = (value: number) => Int32Array.of(value);

/** A model that doubles, and holds its answer back until it is let go. */
class Gate {
  readonly sizes: number[] = [];
  readonly batches: NDArray<'int32'>[] = [];
  #open: (() => void)[] = [];
  readonly run = async (batch: NDArray<'int32'>) => {
    this.sizes.push(batch.data.length);
    this.batches.push(batch);
    await new Promise<void>((resolve) => this.#open.push(resolve));
    return Array.from(batch.data, (value) => 2 * value);
  };
  async letGo() {
    await expect.poll(() => this.#open.length).toBeGreaterThan(0);
    this.#open.shift()!();
  }
}

let batcher: { close(): Promise<void> } | undefined;
afterEach(async () => {
  await batcher?.close();
});
const ready = <S, R>(made: Batcher<S, R>): Batcher<S, R> => {
  batcher = made;
  return made;
};

describe('createBatcher', () => {
  it('runs full batches at once, and others when they have waited', async () => {
    const reports: BatchReport[] = [];
    const doubled = ready(
      createBatcher((batch: NDArray<'int32'>) => Array.from(batch.data, (value) => 2 * value), {
        decode: number,
        maxBatch: 4,
        maxWait: 40,
        onBatch: (report) => reports.push(report),
      }),
    );
    const values = [...Array(10).keys()];
    const results = await Promise.all(values.map((value) => doubled.run(sample(value))));
    expect(results).toEqual(values.map((value) => 2 * value));
    expect(reports.map(({ rows }) => rows)).toEqual([4, 4, 2]);
    expect(reports[2]!.waitMilliseconds).toBeGreaterThan(30);
    expect(doubled.stats()).toEqual({
      pending: 0,
      running: 0,
      batches: 3,
      samples: 10,
      refused: 0,
    });
  });

  it('gathers while the model is busy, and takes a batch away from it afterwards', async () => {
    const gate = new Gate();
    const doubled = ready(createBatcher(gate.run, { decode: number, maxBatch: 8, maxWait: 0 }));
    const first = doubled.run(sample(1));
    await expect.poll(() => gate.sizes).toEqual([1]);
    const others = [2, 3, 4].map((value) => doubled.run(sample(value)));
    await sleep(10);
    expect(gate.sizes).toEqual([1]);
    await gate.letGo();
    expect(await first).toBe(2);
    await expect.poll(() => gate.sizes).toEqual([1, 3]);
    expect(gate.batches[0]!.data.length).toBe(0);
    expect(gate.batches[1]!.data).toEqual(Int32Array.of(2, 3, 4));
    await gate.letGo();
    expect(await Promise.all(others)).toEqual([4, 6, 8]);
  });

  it('refuses what is too much, and goes on afterwards', async () => {
    const gate = new Gate();
    const doubled = ready(
      createBatcher(gate.run, { decode: number, maxBatch: 2, maxWait: 0, maxPending: 7 }),
    );
    const taken = [...Array(7).keys()].map((value) => doubled.run(sample(value)));
    expect(doubled.full).toBe(true);
    const refused = await doubled.run(sample(9)).catch((error) => error);
    expect(refused).toBeInstanceOf(BatcherError);
    expect(refused.code).toBe('BATCHER_OVERLOADED');
    expect(doubled.stats()).toMatchObject({ pending: 7, refused: 1 });
    for (let i = 0; i < 4; i++) await gate.letGo();
    expect(await Promise.all(taken)).toEqual([0, 2, 4, 6, 8, 10, 12]);
    expect(gate.sizes.reduce((a, b) => a + b)).toBe(7);
  });

  it('fails a sample that cannot be decoded alone', async () => {
    const doubled = ready(
      createBatcher((batch: NDArray<'int32'>) => [...batch.data], { decode: number, maxBatch: 5 }),
    );
    const bad = new Uint8Array(3);
    const inputs = [sample(1), bad, sample(3), bad, sample(5)];
    const results = await Promise.allSettled(inputs.map((input) => doubled.run(input)));
    expect(results.map((result) => 'value' in result && result.value)).toEqual([
      1,
      false,
      3,
      false,
      5,
    ]);
    const [, failed] = results;
    expect(isDareblopyError((failed as PromiseRejectedResult).reason, 'SHAPE_MISMATCH')).toBe(true);
  });

  it('gives up a sample whose signal aborts: waiting, queued, and in the model', async () => {
    const gate = new Gate();
    const doubled = ready(createBatcher(gate.run, { decode: number, maxBatch: 2, maxWait: 0 }));
    const controllers = [...Array(6).keys()].map(() => new AbortController());
    const runs = controllers.map(({ signal }, i) => doubled.run(sample(i), { signal }));
    for (const run of runs) run.catch(() => {});
    await expect.poll(() => gate.sizes).toEqual([2]);
    for (const i of [0, 2, 5]) controllers[i]!.abort(new Error(`gave up ${i}`));
    await expect(runs[0]).rejects.toThrow('gave up 0');
    await expect(runs[5]).rejects.toThrow('gave up 5');
    expect(doubled.stats().pending).toBe(3);
    for (let i = 0; i < 3; i++) await gate.letGo();
    expect(await Promise.all([runs[1], runs[3], runs[4]])).toEqual([2, 6, 8]);
    await expect(doubled.run(sample(1), { signal: AbortSignal.abort() })).rejects.toThrow('abort');
  });

  it('gives a failure of the model to all samples of its batch, and to no other', async () => {
    let runs = 0;
    const flaky = ready(
      createBatcher(
        (batch: NDArray<'int32'>) => {
          if (runs++ === 0) throw new Error('no memory');
          return runs === 2 ? [] : [...batch.data];
        },
        { decode: number, maxBatch: 2 },
      ),
    );
    const pair = () => Promise.allSettled([flaky.run(sample(1)), flaky.run(sample(2))]);
    const reasons = (await pair()).map((result) => 'reason' in result && result.reason.message);
    expect(reasons).toEqual(['no memory', 'no memory']);
    await expect((await pair())[0]).toMatchObject({
      reason: { message: 'Expected a result for each of 2 rows but received 0' },
    });
    expect(await pair()).toMatchObject([{ value: 1 }, { value: 2 }]);
  });

  it('answers what waits when it is closed, and takes no more', async () => {
    const doubled = createBatcher((batch: NDArray<'int32'>) => [...batch.data], {
      decode: number,
      maxBatch: 2,
      maxWait: 60_000,
    });
    const runs = [1, 2, 3].map((value) => doubled.run(sample(value)));
    await doubled.close();
    expect(await Promise.all(runs)).toEqual([1, 2, 3]);
    await doubled.close();
    await expect(doubled.run(sample(4))).rejects.toMatchObject({ code: 'BATCHER_CLOSED' });
  });

  it('takes several columns, of parts of the sample', async () => {
    interface Pair {
      readonly a: Int32Array;
      readonly b: Int32Array;
    }
    const sums = ready(
      createBatcher(({ a, b }, samples) => samples.map((_, i) => a.data[i]! * 100 + b.data[i]!), {
        decode: { a: from((s: Pair) => s.a, number), b: from((s: Pair) => s.b, number) },
        maxBatch: 2,
      }),
    );
    const results = [1, 2].map((i) => sums.run({ a: sample(i), b: sample(10 * i) }));
    expect(await Promise.all(results)).toEqual([110, 220]);
  });

  it('refuses Decoders without rows of one shape, and numbers that cannot be', () => {
    const none = () => [];
    expect(() => createBatcher(none, { decode: text() })).toThrow('rows of any shape');
    expect(() => createBatcher(none, { decode: jpeg() })).toThrow('jpeg({ size })');
    expect(() => createBatcher(none, { decode: number, maxBatch: 0 })).toThrow(RangeError);
    expect(() => createBatcher(none, { decode: number, maxWait: -1 })).toThrow(RangeError);
  });
});

describe('with a session', () => {
  const photo = (value: number) =>
    encodeJpeg({ dtype: 'uint8', shape: [8, 8, 3], data: new Uint8Array(192).fill(value) });

  it('answers each upload its own row of the outputs', async () => {
    const session = await openSession('half');
    const decode = jpeg({ size: [8, 8], dtype: 'float16', layout: 'CHW' });
    const pixels = ready(createBatcher(session, { decode, maxBatch: 3, maxWait: 1 }));
    const photos = await Promise.all([10, 100, 200, 250].map(photo));
    const answers = await Promise.all(photos.map((bytes) => pixels.run(bytes)));
    const alone = await decode.decode(photos);
    for (const [i, answer] of answers.entries()) {
      expect(answer.pixels).toMatchObject({ dtype: 'float16', shape: [192] });
      expect(answer.pixels!.data).toEqual(alone.data.slice(i * 192, (i + 1) * 192));
    }
    await expect(pixels.run(new Uint8Array(10))).rejects.toMatchObject({ code: 'JPEG_NOT_A_JPEG' });
  });

  it('pads for a model of a fixed batch size, and leaves out outputs that have no rows', async () => {
    const session = await openSession('fixed');
    const ids = ready(
      createBatcher(session, {
        decode: {
          image: from(() => new Float32Array(12), raw([3, 2, 2], 'float32')),
          id: from((id: BigInt64Array) => id, raw([], 'int64')),
        },
        fetches: ['id_out'],
        maxBatch: 4,
        maxWait: 1,
      }),
    );
    const answers = await Promise.all([7n, 8n].map((id) => ids.run(BigInt64Array.of(id))));
    expect(answers.map(({ id_out: id }) => id!.data)).toEqual([
      BigInt64Array.of(7n),
      BigInt64Array.of(8n),
    ]);
    expect(answers[0]!.id_out!.shape).toEqual([]);
  });

  it('says what does not fit, and what the session says', async () => {
    const session = await openSession('half');
    const wrong = ready(
      createBatcher(session, { decode: jpeg({ size: [8, 8], dtype: 'float32', layout: 'CHW' }) }),
    );
    await expect(wrong.run(await photo(1))).rejects.toThrow("give its decoder dtype: 'float16'");
    await wrong.close();
    const fixed = await openSession('fixed');
    expect(() => createBatcher(fixed, { decode: number })).toThrow('Expected feeds for the inputs');
    const gone = ready(
      createBatcher(session, { decode: jpeg({ size: [8, 8], dtype: 'float16', layout: 'CHW' }) }),
    );
    await session.release();
    await expect(gone.run(await photo(1))).rejects.toThrow(RunError);
  });
});

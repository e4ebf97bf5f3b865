import { readFileSync } from 'node:fs';
import { zeros } from '@dareblopy/core/extend';
import { encodeJpeg, jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import type { InferenceSession } from 'onnxruntime-common';
import * as node from 'onnxruntime-node';
import * as web from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { runBatches } from '../src/index.ts';
import { models, openSession } from './session.ts';

type Model = 'classifier' | 'half';

async function openWebSession(name: Model): Promise<InferenceSession> {
  web.env.wasm.numThreads = 1;
  return web.InferenceSession.create(readFileSync(`${models}${name}.onnx`));
}
const runtimes = [
  ['onnxruntime-node', openSession, node],
  ['onnxruntime-web (wasm)', openWebSession, web],
] as const;

const photo = (i: number) => ({
  dtype: 'uint8' as const,
  shape: [16, 16, 3],
  data: Uint8Array.from({ length: 768 }, (_, p) => (p * (i + 3)) & 255),
});
const photos = await Promise.all([0, 1, 2].map((i) => encodeJpeg(photo(i), { quality: 95 })));

describe.each(runtimes)('%s', (name, open: (model: Model) => Promise<InferenceSession>, ort) => {
  it('takes float16 that was decoded straight into the batch', async () => {
    const session = await open('half');
    const options = { size: [8, 8], layout: 'CHW' } as const;
    const exact = await jpeg({ ...options, dtype: 'float32' }).decode(photos);
    const loader = new DataLoader(photos, {
      decode: { image: jpeg({ ...options, dtype: 'float16' }) },
      batchSize: 2,
    });
    const seen: number[] = [];
    for await (const { outputs } of runBatches(session, loader, { feeds: { image: 'image' } })) {
      expect(outputs.pixels!.type).toBe('float16');
      const { data } = outputs.pixels! as { data: Uint16Array };
      seen.push(...Array.from(new Uint16Array(data.buffer, data.byteOffset, data.length), value));
    }
    expect(seen).toHaveLength(exact.data.length);
    for (const [i, value] of seen.entries()) {
      // 11 bits of a number below 1: half a unit in the last place, at most.
      expect(Math.abs(value - exact.data[i]!)).toBeLessThanOrEqual(2 ** -12);
    }
  });

  it('runs batches side by side, in order', async () => {
    const session = await open('classifier');
    const loader = new DataLoader(photos, {
      decode: { image: jpeg({ size: [224, 224], dtype: 'float32', layout: 'CHW' }) },
      batchSize: 1,
    });
    const rows: number[][] = [];
    const options = { feeds: { image: 'image' }, concurrency: 2 } as const;
    for await (const { outputs } of runBatches(session, loader, options)) {
      rows.push([...(outputs.probabilities!.data as Float32Array)]);
    }
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    expect(rows[0]).not.toEqual(rows[1]);
  });

  it('writes outputs where it is told to, or we say that it does not', async () => {
    const session = await open('classifier');
    const probabilities = new ort.Tensor('float32', new Float32Array(10), [1, 10]);
    async function* batches() {
      yield { image: zeros('float32', [1, 3, 224, 224]) };
    }
    const feeds = { image: 'image' } as const;
    const step = runBatches(session, batches(), { feeds, fetches: { probabilities } }).next();
    if (name === 'onnxruntime-node') {
      expect((await step).value?.outputs.probabilities?.data).toBe(probabilities.data);
      const sum = (probabilities.data as Float32Array).reduce((a, b) => a + b);
      expect(sum).toBeCloseTo(1, 5);
    } else {
      await expect(step).rejects.toThrow("this one left 'probabilities' as it was");
    }
  });
});

/** The number that float16 bits mean; all here are in [0, 1]. */
function value(bits: number): number {
  const exponent = bits >> 10;
  const fraction = bits & 1023;
  return exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
}

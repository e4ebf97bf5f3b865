import { readFileSync } from 'node:fs';
import { Permutation, Random } from '@dareblopy/core/internal';
import { describe, expect, it } from 'vitest';
import { RowKeys } from '../src/extend.ts';
import { DataLoader } from '../src/index.ts';
import { BlockOrder } from '../src/order/block-order.ts';
import { ShuffleBuffer } from '../src/order/shuffle-buffer.ts';
import { number, numbered } from './helpers.ts';

const text = readFileSync(new URL('../../../docs/order-and-state.md', import.meta.url), 'utf8');
const [, block] = /```json\n([\s\S]*?)```/.exec(text)!;
const vectors = JSON.parse(block!) as {
  random: { seed: number; epoch: number; stream: number; uint32: number[] }[];
  permutation: { length: number; seed: number; epoch: number; first: number[] }[];
  rowKey: { seed: number; epoch: number; sample: number; key: string }[];
  blockShuffle: {
    length: number;
    block: number;
    window: number;
    seed: number;
    epoch: number;
    at: number[][];
  }[];
  shuffleBuffer: {
    length: number;
    capacity: number;
    seed: number;
    epoch: number;
    order: number[];
  }[];
};

describe('docs/order-and-state.md', () => {
  it.each(vectors.random)('random: $seed $epoch $stream', ({ seed, epoch, stream, uint32 }) => {
    const random = new Random(seed, epoch, stream);
    expect(uint32.map(() => random.uint32())).toEqual(uint32);
  });

  it.each(vectors.permutation)(
    'permutation: $length $seed $epoch',
    ({ length, seed, epoch, first }) => {
      const permutation = new Permutation(length, { seed, epoch });
      expect(first.map((_, position) => permutation.at(position))).toEqual(first);
    },
  );

  it.each(vectors.rowKey)('row key: $seed $epoch $sample', ({ seed, epoch, sample, key }) => {
    expect([...new RowKeys(seed, epoch).of([sample])]).toEqual([BigInt(key)]);
  });

  it.each(vectors.shuffleBuffer)(
    'shuffle buffer: epoch $epoch',
    ({ length, capacity, seed, epoch, order }) => {
      const buffer = new ShuffleBuffer<number>(capacity, seed, epoch);
      const left = [];
      for (let i = 0; i < length; i++) left.push(buffer.push(i)?.index);
      for (let i = 0; i < capacity; i++) left.push(buffer.pop()?.index);
      expect(left.filter((index) => index !== undefined)).toEqual(order);
      expect(buffer.pop()).toBeUndefined();
    },
  );

  it.each(vectors.blockShuffle)(
    'block shuffle: $length $block $window $epoch',
    ({ length, seed, epoch, at, ...blocks }) => {
      const order = new BlockOrder(length, blocks, seed, epoch);
      expect(at.map(([position]) => [position, order.at(position!)])).toEqual(at);
    },
  );

  it('is what a loader does', async () => {
    const { length, seed, first } = vectors.permutation[3]!;
    const loader = new DataLoader(numbered(length), {
      decode: number,
      batchSize: 5,
      shuffle: { seed },
    });
    expect([...(await loader.next())!.data]).toEqual(first);
    await loader.close();
  });

  it('shows a state that is one', () => {
    const [, json] = /^ {4}(\{ "version".*\})$/m.exec(text)!;
    const source = { length: 1281167, get: () => new Uint8Array(4), fingerprint: '...' };
    const options = { decode: number, batchSize: 32, shuffle: { seed: 7 } };
    const loader = new DataLoader(source, { ...options, resumeFrom: JSON.parse(json!) });
    expect(loader.state()).toEqual(JSON.parse(json!));
  });
});

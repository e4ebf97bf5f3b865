import { describe, expect, it } from 'vitest';
import { EpochPlan } from './epoch-plan.ts';
import { RoundRobin } from './round-robin.ts';
import { fullShard, type Uneven } from './shard.ts';
import { shardFromEnv } from './shard-from-env.ts';

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** All positions of one rank, batch by batch. */
function positions(
  length: number,
  start: number,
  batchSize: number,
  index: number,
  count: number,
  uneven: Uneven,
  dropLast = false,
): number[][] {
  const plan = new EpochPlan(length, start, batchSize, { index, count, uneven }, dropLast);
  return range(plan.batches).map((batch) => [...plan.positions(batch)]);
}

/** The same as RoundRobin assigns it, without knowing the length. */
function assigned(
  length: number,
  start: number,
  index: number,
  count: number,
  uneven: Uneven,
): number[] {
  const ranks = new RoundRobin<string>({ index, count, uneven }, start);
  const rows = range(length).map((i) => ranks.push({ index: i, sample: `${i}` }));
  return [...rows, ranks.end()].flatMap((row) => {
    if (!row) return [];
    expect(row).toMatchObject({ index: row.position, sample: `${row.position}` });
    return [row.position];
  });
}

describe('assignment to ranks', () => {
  const lengths = [0, 1, 2, 7, 8, 9, 64, 100];
  const counts = [1, 2, 3, 8];
  const cases = lengths.flatMap((length) =>
    counts.flatMap((count) =>
      [0, 3].map((start) => [length, count, Math.min(start, length)] as const),
    ),
  );

  it.each(cases)('%i samples on %i ranks from %i on', (length, count, start) => {
    const ranks = (uneven: Uneven): number[][] =>
      range(count).map((index) => positions(length, start, 4, index, count, uneven).flat());
    const left = range(length).slice(start);
    for (const uneven of ['pad', 'drop', 'keep'] as const) {
      const all = ranks(uneven);
      const sizes = all.map((rank) => rank.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(
        uneven === 'keep' ? 1 : 0,
      );
      all.forEach((rank, index) => {
        expect(rank).toEqual(assigned(length, start, index, count, uneven));
      });
      const got = all.flat().sort((a, b) => a - b);
      if (uneven === 'keep') expect(got).toEqual(left);
      if (uneven === 'drop')
        expect(got).toEqual(left.slice(0, left.length - (left.length % count)));
      if (uneven === 'pad' && left.length > 0) {
        expect(new Set(got)).toEqual(new Set([...left, ...got]));
        expect(left.every((position) => got.includes(position))).toBe(true);
        expect(got.length).toBe(Math.ceil(left.length / count) * count);
      }
    }
  });

  it('has all ranks consume a row of positions a step', () => {
    const steps = range(3).map((step) =>
      range(4).flatMap((index) => positions(100, 10, 5, index, 4, 'pad')[step]!),
    );
    steps.forEach((step, i) => {
      expect(step.sort((a, b) => a - b)).toEqual(range(100).slice(10 + 20 * i, 30 + 20 * i));
    });
    const plan = new EpochPlan(100, 10, 5, { index: 3, count: 4, uneven: 'pad' }, false);
    expect([plan.consumed(1), plan.consumed(3), plan.consumed(5)]).toEqual([30, 70, 100]);
  });

  it('gives every rank as many batches when the last is dropped', () => {
    for (const uneven of ['pad', 'drop'] as const) {
      const sizes = range(3).map((index) =>
        positions(100, 0, 8, index, 3, uneven, true).map((b) => b.length),
      );
      expect(new Set(sizes.map(String)).size).toBe(1);
      expect(sizes[0]).toEqual([8, 8, 8, 8]);
    }
  });

  it('checks the option', () => {
    expect(fullShard()).toEqual({ index: 0, count: 1, uneven: 'pad' });
    for (const shard of [
      { index: 1, count: 1 },
      { index: -1, count: 2 },
      { index: 0, count: 0 },
      { index: 0.5, count: 2 },
    ]) {
      expect(() => fullShard(shard)).toThrow(RangeError);
    }
  });
});

describe('shardFromEnv', () => {
  it.each([
    [{ RANK: '3', WORLD_SIZE: '8' }, {}, { index: 3, count: 8 }],
    [
      { SLURM_PROCID: '0', SLURM_NTASKS: '2' },
      { uneven: 'keep' },
      { index: 0, count: 2, uneven: 'keep' },
    ],
    [{ OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '2' }, {}, { index: 1, count: 2 }],
    [{ JOB_COMPLETION_INDEX: '4' }, { count: 5 }, { index: 4, count: 5 }],
    [
      { RANK: '1', WORLD_SIZE: '2', SLURM_PROCID: '0', SLURM_NTASKS: '1' },
      {},
      { index: 1, count: 2 },
    ],
    [{}, {}, { index: 0, count: 1 }],
    [{ RANK: '', WORLD_SIZE: '' }, { count: 1 }, { index: 0, count: 1 }],
  ] as const)('reads %j', (env, options, shard) => {
    expect(shardFromEnv({ env, ...options })).toEqual(shard);
  });

  it.each([
    [{ RANK: '8', WORLD_SIZE: '8' }, {}, /RANK below the 8/],
    [{ RANK: 'x', WORLD_SIZE: '8' }, {}, /RANK/],
    [{ RANK: '0' }, {}, /set WORLD_SIZE/],
    [{ JOB_COMPLETION_INDEX: '0' }, {}, /pass \{ count \}/],
    [{}, { count: 4 }, /rank of 4/],
  ] as const)('refuses %j', (env, options, message) => {
    expect(() => shardFromEnv({ env, ...options })).toThrow(message);
  });
});

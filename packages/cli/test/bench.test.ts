import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createZip } from '@dareblopy/zip';
import { beforeAll, describe, expect, it } from 'vitest';
import { adviceFor } from '../src/commands/bench/advice.ts';
import { benchChart, benchPage } from '../src/commands/bench/chart.ts';
import type { Measured } from '../src/commands/bench/measure.ts';
import type { BenchReport } from '../src/commands/bench.ts';
import { threadCounts } from '../src/commands/bench.ts';
import { picture, run, runJson, temporaryFolder } from './run.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  const zip = await createZip(at('p.zip'));
  for (let i = 0; i < 40; i++) await zip.add(`${i}.jpg`, picture(i % 5));
  await zip.close();
});

const rate = (perSecond: number) => ({ perSecond, bytesPerSecond: perSecond * 1000 });

function measured(threads: number, load: number, change: Partial<Measured> = {}): Measured {
  return {
    threads,
    first: rate(1e6),
    read: rate(1e5),
    decode: rate(load * 1.2),
    load: rate(load),
    stages: { read: 0.05, decode: 0.95 },
    limit: 'The decode stage limits.',
    limitStage: 'decode',
    data: {
      kind: 'zip',
      items: 100,
      looseFiles: false,
      compressed: false,
      meanBytes: 1000,
      meanShortSide: 256,
      progressive: 0,
      rowSide: 224,
      randomCrops: true,
    },
    ...change,
  };
}

describe('bench', () => {
  // Runs the built program, as users do; vitest alone needs `pnpm build` before.
  it('measures in a process for each number of threads and draws it', async () => {
    const argv = [
      'bench',
      at('p.zip'),
      '--seconds',
      '0.2',
      '--threads',
      '2',
      '--size',
      '32',
      '--chart',
    ];
    const report = await runJson<BenchReport>([...argv, at('c.svg')]);
    expect(report.rows.map(({ threads }) => threads)).toEqual([1, 2]);
    for (const { read, decode, load } of report.rows) {
      for (const one of [read, decode, load]) expect(one.perSecond).toBeGreaterThan(0);
    }
    expect(report.limit).toMatch(/limits/);
    expect(readFileSync(at('c.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  it('refuses what it cannot draw or load before it measures', async () => {
    expect((await run(['bench', at('p.zip'), '--chart', 'c.png'])).status).toBe(2);
    writeFileSync(at('wrong.mjs'), 'export default 7;');
    const wrong = await run([
      'bench',
      at('p.zip'),
      '--threads',
      '1',
      '--transform',
      at('wrong.mjs'),
    ]);
    expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining('exports number') });
  });

  it('counts threads up to the most', () => {
    expect([1, 2, 6, 8].map(threadCounts)).toEqual([[1], [1, 2], [1, 2, 4, 6], [1, 2, 4, 8]]);
  });

  it('says what to change, by what limits', () => {
    const data = measured(2, 100).data;
    expect(adviceFor([measured(1, 100), measured(2, 190)])).toEqual([]);
    const large = { data: { ...data, meanShortSide: 1200 } };
    expect(adviceFor([measured(2, 100, large)]).join('\n')).toMatch(/--resize 448[\s\S]*--repack/);
    const loose = {
      data: { ...data, looseFiles: true, kind: 'folder' },
      stages: { read: 0.4, decode: 0.6 },
    };
    expect(adviceFor([measured(2, 100, loose)])[0]).toMatch(/pack to one ZIP/);
    expect(adviceFor([measured(2, 100, { stages: { inflate: 0.3, decode: 0.7 } })])[0]).toMatch(
      /--method store/,
    );
    const progressive = { data: { ...data, progressive: 0.5 } };
    expect(adviceFor([measured(2, 100, progressive)])[0]).toMatch(
      /50% of the pictures are progressive/,
    );
    expect(adviceFor([measured(2, 100, { first: rate(50) })])[0]).toMatch(
      /storage gave 50\.0 kB\/s/,
    );
    expect(adviceFor([measured(1, 100), measured(4, 150)])[0]).toMatch(
      /4 threads reach 38% of 4 times one/,
    );
  });

  it('draws every row, and lets no name become markup', () => {
    const rows = [1, 2, 4].map((threads) => measured(threads, threads * 100));
    const report: BenchReport = {
      path: '<script>alert(1)</script>.zip',
      machine: { cpu: 'a & b', cpus: 4, node: 'v20' },
      batchSize: 32,
      rows,
      limit: 'x < y',
      advice: ['use "quotes"'],
    };
    expect(benchChart(report).match(/<circle/g)).toHaveLength(6);
    const page = benchPage(report);
    expect(page).not.toContain('<script');
    expect(page).toContain('a &#38; b');
    expect(page).toContain('<li>use &#34;quotes&#34;');
    expect(benchPage({ ...report, rows: rows.slice(0, 1) })).not.toContain('NaN');
  });
});

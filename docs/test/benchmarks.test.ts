import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error: a script without types
import { fillIn } from '../../scripts/bench/tables.mjs';

const readme = new URL('../../benchmarks/README.md', import.meta.url);
const page = readFileSync(readme, 'utf8');

it('the tables of benchmarks/README.md are what its results say: npm run bench -- --report', () => {
  expect(fillIn(page)).toBe(page);
});

it('every chart that it shows is there', () => {
  const charts = [...page.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, path]) => path as string);
  expect(charts.filter((path) => !existsSync(new URL(path, readme)))).toEqual([]);
});

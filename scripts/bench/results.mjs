// What benchmarks/results holds, and what a chart of it is called.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const folder = join(root, 'benchmarks/results');

/** Every benchmark that was kept, by name. */
export function readResults() {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

/** Name of the chart of a table or curve, without `.light.svg` or `.dark.svg`. */
export function chartName(benchmark, title) {
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `${benchmark}-${words}`.slice(0, 60).replace(/-$/, '');
}

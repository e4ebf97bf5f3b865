// Makes of benchmarks/results/*.json the tables of benchmarks/README.md and the charts beside it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installIn } from '../lib/bootstrap.mjs';
import { must } from '../lib/exec.mjs';
import { step } from '../lib/log.mjs';
import { root } from '../lib/paths.mjs';
import { fillIn } from './tables.mjs';

const readme = join(root, 'benchmarks/README.md');
const site = join(root, 'site');

export async function report() {
  writeFileSync(readme, fillIn(readFileSync(readme, 'utf8')));
  step('wrote the tables of benchmarks/README.md');
  await installIn(site); // the library that draws is the site's
  await must(process.execPath, [join(site, 'charts.mjs')], { cwd: site });
  return 0;
}

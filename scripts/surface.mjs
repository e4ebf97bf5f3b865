// pnpm surface: writes what each door of each package exports to packages/*/surface, and the page of error
// codes. Tests compare both: the difference is what a reviewer reads.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildTypes } from './lib/bootstrap.mjs';
import { main, step } from './lib/log.mjs';
import { root } from './lib/paths.mjs';

await main(async () => {
  await buildTypes();
  const { doors, surfaces } = await import('./lib/surface.mjs');
  const list = doors();
  const texts = surfaces(list);
  for (const [i, { snapshot }] of list.entries()) {
    mkdirSync(dirname(snapshot), { recursive: true });
    writeFileSync(snapshot, texts[i]);
    step(`wrote ${relative(root, snapshot)}`);
  }
  const { errorPage } = await import('./lib/error-page.mjs');
  const { errorFixes } = await import('../packages/core/dist/error-fix.js');
  writeFileSync(join(root, 'docs/errors.md'), errorPage(errorFixes));
  step('wrote docs/errors.md');
});

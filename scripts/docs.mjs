// npm run docs: builds the documentation site into site/dist; `npm run docs -- dev` serves it while pages
// are edited, `-- preview` serves what was built. What it needs is in site/, and installed by this alone.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, installIn } from './lib/bootstrap.mjs';
import { must } from './lib/exec.mjs';
import { main, step, UserError } from './lib/log.mjs';
import { root } from './lib/paths.mjs';

const site = join(root, 'site');
const vitepress = join(site, 'node_modules/vitepress/bin/vitepress.js');
const run = (program, ...args) => must(process.execPath, [program, ...args], { cwd: site });

await main(async () => {
  const [command = 'build', ...more] = process.argv.slice(2);
  if (!['build', 'dev', 'preview'].includes(command)) {
    throw new UserError(`Expected build, dev or preview but received ${command}`);
  }
  await bootstrap();
  await installIn(site);
  if (command !== 'preview') {
    step('the API reference, by TypeDoc');
    rmSync(join(site, 'api'), { recursive: true, force: true });
    await run(join(site, 'api.mjs'));
  }
  step(`${command} by VitePress`);
  await run(vitepress, command, '.', ...more);
  if (command !== 'build') return;
  await run(join(site, 'check.mjs'));
  step('built: site/dist. To look at it: npm run docs -- preview');
});

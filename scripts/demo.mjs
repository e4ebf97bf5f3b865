import { join } from 'node:path';
import { build } from './lib/bootstrap.mjs';
import { run } from './lib/exec.mjs';
import { main } from './lib/log.mjs';
import { root } from './lib/paths.mjs';

await main(async () => {
  await build();
  const program = join(root, 'examples/demo/main.mjs');
  return run(process.execPath, [program, ...process.argv.slice(2)], { cwd: root });
});

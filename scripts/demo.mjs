import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/bootstrap.mjs';
import { run } from './lib/exec.mjs';
import { main, UserError } from './lib/log.mjs';
import { root } from './lib/paths.mjs';

await main(async () => {
  await build();
  const program = join(root, 'examples/demo/main.mjs');
  if (!existsSync(program)) throw new UserError('examples/demo/main.mjs is not there yet');
  return run(process.execPath, [program, ...process.argv.slice(2)], { cwd: root });
});

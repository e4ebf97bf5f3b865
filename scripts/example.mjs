// npm run example NAME [-- options]: sets everything up and runs one of the programs of examples/.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/bootstrap.mjs';
import { run } from './lib/exec.mjs';
import { main, UserError } from './lib/log.mjs';
import { root } from './lib/paths.mjs';

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  const folder = join(root, 'examples');
  const names = readdirSync(folder).filter((one) => existsSync(join(folder, one, 'main.mjs')));
  if (!names.includes(name)) {
    throw new UserError(`Expected one of ${names.join(', ')} but received ${name ?? 'no name'}`);
  }
  await build();
  return run(process.execPath, [join(folder, name, 'main.mjs'), ...args], { cwd: root });
});

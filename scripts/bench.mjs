// npm run bench [name...]: runs benchmarks/<name>.bench.mjs, each in a process of its own.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/bootstrap.mjs';
import { run } from './lib/exec.mjs';
import { main, UserError } from './lib/log.mjs';
import { buildTarget, configureRelease } from './lib/native-build.mjs';
import { root } from './lib/paths.mjs';

const SUFFIX = '.bench.mjs';

await main(async () => {
  const folder = join(root, 'benchmarks');
  const wanted = process.argv.slice(2);
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .filter((name) => wanted.length === 0 || wanted.includes(name))
    .sort();
  if (names.length === 0) throw new UserError(`no benchmark ${wanted.join(', ')} in benchmarks/`);
  await build();
  await buildFloors();
  let failures = 0;
  for (const name of names) {
    console.log(`\n== ${name} ==`);
    const program = join(folder, name + SUFFIX);
    const code = await run(process.execPath, ['--expose-gc', program], { cwd: root });
    if (code !== 0) failures++;
  }
  return failures === 0 ? 0 : 1;
});

/** The bare C++ programs that benchmarks measure themselves against. */
async function buildFloors() {
  await configureRelease();
  await buildTarget('floors');
}

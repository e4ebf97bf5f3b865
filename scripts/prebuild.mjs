// npm run prebuild [-- platform... --tests --run]: the binaries that are published, all built on this
// machine. --tests builds the C++ tests, too; --run runs what was built before, as far as that goes here.

import { Results } from './consumers/results.mjs';
import { bootstrap } from './lib/bootstrap.mjs';
import { which } from './lib/exec.mjs';
import { main, UserError } from './lib/log.mjs';
import { buildPlatform } from './prebuild/build.mjs';
import { runHere } from './prebuild/run-here.mjs';
import { targets } from './prebuild/targets.mjs';

await main(async () => {
  await bootstrap();
  const tests = process.argv.includes('--tests');
  const names = process.argv.slice(2).filter((name) => !name.startsWith('--'));
  for (const name of names) {
    if (!targets[name]) {
      throw new UserError(`no platform ${name}; there are: ${Object.keys(targets).join(', ')}`);
    }
  }
  if (process.argv.includes('--run')) {
    const results = new Results();
    for (const name of names.length > 0 ? names : Object.keys(targets))
      await runHere(results, name);
    return results.finish();
  }
  if (!which('llvm-readelf')) throw new UserError('llvm is needed: sudo apt-get install llvm');
  const results = [];
  for (const name of names.length > 0 ? names : Object.keys(targets)) {
    try {
      results.push(await buildPlatform(name, { tests }));
    } catch (error) {
      console.error(error.message); // The others are built all the same.
      results.push({ name, failed: true });
    }
  }
  for (const { name, failed, bytes, found } of results) {
    const said = failed ? 'failed' : `${(bytes / 1e6).toFixed(2)} MB  ${found}`;
    console.log(`${name.padEnd(18)} ${said}`);
  }
  return results.some(({ failed }) => failed) ? 1 : 0;
});

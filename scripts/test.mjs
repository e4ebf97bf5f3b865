// npm test: builds, runs every test (TypeScript and C++), ends with one line.
import { build } from './lib/bootstrap.mjs';
import { main, step } from './lib/log.mjs';
import { buildCoreTests } from './lib/native-build.mjs';
import { runCoreTests, runVitest, summarise } from './lib/test-runs.mjs';

await main(async () => {
  await build();
  const runs = [];
  if (await buildCoreTests()) {
    step('running the C++ tests');
    runs.push(await runCoreTests());
  }
  step('running the TypeScript tests');
  runs.push(await runVitest(process.argv.slice(2)));
  return summarise(runs);
});

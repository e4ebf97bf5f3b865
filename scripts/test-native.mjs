// pnpm test:native [--filter Pattern]: builds and runs the C++ tests alone.
import { bootstrap } from './lib/bootstrap.mjs';
import { run } from './lib/exec.mjs';
import { main } from './lib/log.mjs';
import { buildTarget, configureRelease, coreTests } from './lib/native-build.mjs';

await main(async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--filter');
  const pattern = at >= 0 ? args[at + 1] : undefined;
  await bootstrap();
  await configureRelease();
  await buildTarget('core_tests');
  return run(coreTests, pattern ? [`--gtest_filter=*${pattern}*`] : []);
});

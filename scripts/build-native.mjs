// The task build:addon of packages/native: third-party libraries, addon, C++ tests.
import { main, step } from './lib/log.mjs';
import { buildTarget, configureRelease, placeAddon } from './lib/native-build.mjs';

await main(async () => {
  await configureRelease();
  step('compiling the native core, the addon and the C++ tests');
  await buildTarget();
  placeAddon();
});

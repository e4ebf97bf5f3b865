// pnpm native: the developer's loop. Rebuilds the addon, without turbo or tests.
import { bootstrap } from './lib/bootstrap.mjs';
import { main } from './lib/log.mjs';
import { buildTarget, configureRelease, placeAddon } from './lib/native-build.mjs';

await main(async () => {
  await bootstrap();
  await configureRelease();
  await buildTarget('dareblopy');
  placeAddon();
});

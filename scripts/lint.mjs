// npm run lint: biome and the type checker; C++ has scripts/checks.
import { bootstrap } from './lib/bootstrap.mjs';
import { run } from './lib/exec.mjs';
import { main } from './lib/log.mjs';
import { bin, root } from './lib/paths.mjs';

await main(async () => {
  await bootstrap();
  const style = await run(bin('biome'), ['check', '--error-on-warnings'], { cwd: root });
  const types = await run(bin('tsc'), ['-p', 'tsconfig.json'], { cwd: root });
  return style || types;
});

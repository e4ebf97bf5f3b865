// node scripts/tfjs-node.mjs [test]: brings the real backend of @tensorflow/tfjs-node up, in the cache
// folder, and prints where; `test` then runs the tests of the TensorFlow.js adapter on it.
import { join } from 'node:path';
import { build } from './lib/bootstrap.mjs';
import { run } from './lib/exec.mjs';
import { main, step, UserError } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { ensureTfjsNode } from './tfjs-node/install.mjs';

await main(async () => {
  const [command, ...args] = process.argv.slice(2);
  if (command !== undefined && command !== 'test') {
    throw new UserError(`Expected 'test' or nothing but received '${command}'`);
  }
  await build();
  const folder = await ensureTfjsNode();
  if (command === undefined) {
    console.log(folder);
    return 0;
  }
  step('running the tests of the TensorFlow.js adapter on tfjs-node');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const config = 'packages/tfjs-adapter/vitest.tfjs-node.config.ts';
  return run(process.execPath, [vitest, 'run', '--config', config, ...args], {
    cwd: root,
    env: { ...process.env, DAREBLOPY_TFJS_NODE: folder, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
});

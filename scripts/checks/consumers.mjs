// What is published, used as strangers use it: outside the workspace, without a compiler, by every
// package manager, runtime, test runner and bundler. Needs npm's registry for those programs.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eachAlone, otherManagers } from '../consumers/managers.mjs';
import { quality } from '../consumers/quality.mjs';
import { startRegistry } from '../consumers/registry.mjs';
import { Results } from '../consumers/results.mjs';
import { bundlers, installs, runtimes, suiteApp, testRunners } from '../consumers/runtimes.mjs';
import { Sandbox } from '../consumers/sandbox.mjs';
import { makeFixtures } from '../consumers/snippets.mjs';
import { toolbox } from '../consumers/toolbox.mjs';
import { types } from '../consumers/types.mjs';
import { main, step } from '../lib/log.mjs';
import { root } from '../lib/paths.mjs';
import { hasPrebuilds, packAll } from '../pack/pack-all.mjs';

const TOOLS = [
  ...['@arethetypeswrong/core', '@yarnpkg/cli-dist', 'bun', 'deno', 'esbuild', 'jest', 'publint'],
  ...['node-20', 'node-22', 'node-24', 'node-26', 'rollup', 'typescript', 'typescript-5.4'],
  ...['vitest', 'webpack', 'yarn'],
];

await main(async () => {
  const local = !hasPrebuilds();
  step(local ? "the binary is this machine's build" : 'the binaries are those of npm run prebuild');
  const packages = await packAll(join(root, 'build/consumers'), { local });
  const { currentPlatform } = await import(join(root, 'packages/native/dist/platform.js'));
  const platform = currentPlatform().name;
  const tools = await toolbox(TOOLS);
  const fixtures = await makeFixtures();
  const registry = await startRegistry(packages);
  const sandbox = new Sandbox(registry.url);
  const results = new Results();
  const context = { sandbox, packages, platform, fixtures, tools };
  try {
    await quality(results, context);
    await eachAlone(results, context);
    await otherManagers(results, context);
    const app = await suiteApp(sandbox);
    await runtimes(results, { ...context, app });
    await testRunners(results, { ...context, app });
    await bundlers(results, { ...context, app });
    await installs(results, context);
    await types(results, context);
  } finally {
    await registry.close();
    if (!process.env.DAREBLOPY_KEEP) sandbox.remove();
    rmSync(fixtures, { recursive: true, force: true });
  }
  return results.finish();
});

// npm run release -- --version X.Y.Z | --dry-run | --publish: one version for all packages, from one commit.
import { join } from 'node:path';
import { main, step, UserError } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { hasPrebuilds, packAll } from './pack/pack-all.mjs';
import { checkState } from './release/check-state.mjs';
import { runDemo } from './release/demo.mjs';
import { publishAll } from './release/publish.mjs';
import { startVerdaccio } from './release/verdaccio.mjs';
import { setVersion } from './release/version.mjs';

await main(async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--version');
  if (at >= 0) return setVersion(args[at + 1]);
  if (args.includes('--dry-run')) return dryRun();
  if (!args.includes('--publish')) {
    throw new UserError(
      'npm run release -- --version X.Y.Z, --dry-run or --publish: docs/releasing.md',
    );
  }
  checkState();
  const packages = await packAll(join(root, 'build/packages'));
  await publishAll(packages, { provenance: true });
});

/** Everything but the last step: into a registry of this machine, from which the demo is installed. */
async function dryRun() {
  const local = !hasPrebuilds();
  if (local)
    step("npm run prebuild has not made every binary: this machine's build stands in for them");
  const packages = await packAll(join(root, 'build/packages'), { local });
  const registry = await startVerdaccio();
  try {
    await publishAll(packages, { registry });
    await publishAll(packages, { registry }); // What is there is passed over: a broken run can go on.
    await runDemo(registry, packages);
  } finally {
    await registry.close();
  }
  step(`${packages.length} packages went through; nothing left this machine`);
}

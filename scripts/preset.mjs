// node scripts/preset.mjs <preset> [target]: configures and builds one of the presets in
// native/CMakePresets.json, with the generator and libraries that the main build uses.
import { main, UserError } from './lib/log.mjs';
import { buildPreset } from './lib/native-build.mjs';

await main(async () => {
  const [preset, target = 'all'] = process.argv.slice(2);
  if (!preset) throw new UserError('Usage: preset <release|debug|asan|tsan|fuzz> [target]');
  await buildPreset(preset, target);
});

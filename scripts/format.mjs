// npm run format: biome for TypeScript and JSON, clang-format for C++ where it is installed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './lib/bootstrap.mjs';
import { must, which } from './lib/exec.mjs';
import { main, step } from './lib/log.mjs';
import { bin, nativeDir, root } from './lib/paths.mjs';

await main(async () => {
  await bootstrap();
  await must(bin('biome'), ['check', '--write'], { cwd: root });
  if (!which('clang-format')) {
    step('clang-format is not on PATH: C++ was left as it is');
    return;
  }
  const files = ['core', 'addon', 'fuzz', 'bench'].flatMap(sources);
  if (files.length > 0) await must('clang-format', ['-i', ...files], { cwd: root });
});

function sources(folder) {
  try {
    return readdirSync(join(nativeDir, folder), { recursive: true })
      .filter((name) => /\.(cc|h)$/.test(name))
      .map((name) => join(nativeDir, folder, name));
  } catch {
    return [];
  }
}

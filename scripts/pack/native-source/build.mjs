#!/usr/bin/env node
// Builds dareblopy.node here, from the sources in this package, with the machine's own compiler.
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { must, quiet } from './scripts/lib/exec.mjs';
import { main, step } from './scripts/lib/log.mjs';
import { nativeDir, root } from './scripts/lib/paths.mjs';
import { ensurePrefix } from './scripts/third-party/prefix.mjs';
import { cmake, generator, jobs } from './scripts/third-party/tools.mjs';

await main(async () => {
  const require = createRequire(import.meta.url);
  const headers = [
    require('node-api-headers').include_dir,
    dirname(require.resolve('node-addon-api')),
  ];
  const prefix = await ensurePrefix();
  const make = await generator();
  const build = join(root, 'build');
  step('compiling DareBlopy; this takes some minutes');
  await quiet(cmake(), [
    ...['-S', nativeDir, '-B', build, ...make.args, '-Wno-dev'],
    '-DCMAKE_BUILD_TYPE=Release',
    `-DDAREBLOPY_THIRD_PARTY_PREFIX=${prefix}`,
    '-DCMAKE_JS_VERSION=none',
    `-DCMAKE_JS_INC=${headers.join(';')}`,
  ]);
  await must(cmake(), ['--build', build, '--parallel', jobs, '--target', 'dareblopy']);
  copyFileSync(join(build, 'dareblopy.node'), join(root, 'dareblopy.node'));
  step('dareblopy.node is ready');
});

// The documentation site builds: no warning of TypeDoc, no dead link or anchor. What it needs is installed
// into site/ alone.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

execFileSync(process.execPath, [join(root, 'scripts/docs.mjs')], {
  stdio: 'inherit',
  timeout: 5 * 60_000,
});

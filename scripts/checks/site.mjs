// The documentation site builds: no warning of TypeDoc, no dead link or anchor. In Debian's Chromium no page
// logs an error or is wider than a window or a phone. What it needs is installed into site/ alone.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const run = (program, ...args) =>
  execFileSync(program, args, { stdio: 'inherit', timeout: 5 * 60_000 });
run(process.execPath, join(root, 'scripts/docs.mjs'));
run(join(root, 'scripts/checks/needs/install'), 'chromium:chromium');
run(process.execPath, join(root, 'site/look.mjs'));

// What must hold before anything is published: a tagged, clean commit, in the workflow that has the rights.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from '../lib/exec.mjs';
import { UserError } from '../lib/log.mjs';
import { root } from '../lib/paths.mjs';

export function checkState() {
  const git = (...args) => output('git', args, { cwd: root }).trim();
  const { version } = JSON.parse(readFileSync(join(root, 'packages/native/package.json'), 'utf8'));
  if (git('status', '--porcelain')) throw new UserError('the working tree has changes');
  if (!git('tag', '--points-at', 'HEAD').split('\n').includes(`v${version}`)) {
    throw new UserError(`HEAD is not tagged v${version}`);
  }
  if (process.env.GITHUB_ACTIONS !== 'true') {
    throw new UserError(
      'packages are published by the release workflow, which signs where they come from',
    );
  }
}

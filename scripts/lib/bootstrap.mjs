// Brings the workspace up from a bare clone, and does nothing when it is up.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { must, run } from './exec.mjs';
import { step, UserError } from './log.mjs';
import { bin, root } from './paths.mjs';

const MINIMUM_NODE = [20, 19];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new UserError(
    `Node.js ${MINIMUM_NODE.join('.')} or newer is needed; this is ${process.version}.\n` +
      'Possible solutions:\n  - install a newer one from https://nodejs.org\n  - nvm install 22',
  );
}

/** The arguments of npx that run the pinned pnpm; corepack is never used. */
function pnpm() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return ['--yes', packageManager];
}

function isInstalled() {
  const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  const wanted = read(join(root, 'pnpm-lock.yaml'));
  if (read(join(root, 'node_modules/.pnpm/lock.yaml')) !== wanted) return false;
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .every((folder) => hasNoDependencies(folder) || existsSync(join(folder, 'node_modules')));
}

function hasNoDependencies(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return !manifest.dependencies && !manifest.devDependencies;
}

/** Checks Node and installs the workspace's packages unless they are there. */
export async function bootstrap() {
  checkNode();
  if (isInstalled()) return;
  step('installing npm packages (pnpm, started through npx)');
  await install(root);
}

/** Installs what a folder's lock file says, unless it is there. */
export async function installIn(folder) {
  const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  const wanted = read(join(folder, 'pnpm-lock.yaml'));
  if (read(join(folder, 'node_modules/.pnpm/lock.yaml')) === wanted) return;
  step(`installing the npm packages of ${relative(root, folder)}`);
  await install(folder);
}

const install = (cwd) =>
  must('npx', [...pnpm(), 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd,
    env: { ...process.env, npm_config_loglevel: 'error' },
  });

/** Builds the addon and every package; what is built already is skipped. */
export const build = () => runTasks(['build', 'build:addon']);

/** Builds every package's JavaScript and types, without the addon. */
export const buildTypes = () => runTasks(['build']);

async function runTasks(tasks) {
  await bootstrap();
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  env.TURBO_NO_UPDATE_NOTIFIER = '1';
  // turbo starts pnpm for each task; it is a dependency, so PATH needs none.
  env.PATH = `${join(root, 'node_modules/.bin')}${delimiter}${env.PATH}`;
  const code = await run(bin('turbo'), ['run', ...tasks, '--no-color'], {
    cwd: root,
    env,
  });
  if (code !== 0) throw new UserError('The build failed; see above.');
}

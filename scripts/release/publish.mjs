// Publishes tarballs, those that others depend on first; versions that are there already are passed over.
import { quiet } from '../lib/exec.mjs';
import { step } from '../lib/log.mjs';

/** `registry`: { url, token } instead of npm's; `provenance`: signed by the workflow that builds. */
export async function publishAll(packages, { registry, provenance = false } = {}) {
  const env = { ...process.env, npm_config_loglevel: 'error' };
  if (registry)
    env[`npm_config_//${registry.url.replace(/^https?:\/\//, '')}/:_authToken`] = registry.token;
  const where = registry ? ['--registry', `${registry.url}/`] : [];
  for (const { name, version, file } of inOrder(packages)) {
    if (await isPublished(`${name}@${version}`, where, env)) {
      step(`${name}@${version} is published already`);
      continue;
    }
    const tag = version.includes('-') ? 'next' : 'latest';
    const args = ['publish', file, '--access', 'public', '--tag', tag, ...where];
    if (provenance) args.push('--provenance');
    await quiet('npm', args, { env });
    step(`published ${name}@${version}`);
  }
}

/** Dependencies before what depends on them: nobody installs half a release. */
export function inOrder(packages) {
  const done = new Set();
  const sorted = [];
  const add = (one) => {
    if (done.has(one.name)) return;
    done.add(one.name);
    const { dependencies = {}, optionalDependencies = {} } = one.manifest;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const dependency = packages.find((other) => other.name === name);
      if (dependency) add(dependency);
    }
    sorted.push(one);
  };
  for (const one of packages) add(one);
  return sorted;
}

async function isPublished(spec, where, env) {
  try {
    return (await quiet('npm', ['view', spec, 'version', ...where], { env })).trim() !== '';
  } catch (error) {
    if (/E404/.test(error.message)) return false;
    throw error;
  }
}

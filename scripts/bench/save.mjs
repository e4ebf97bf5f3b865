// benchmarks/results/<name>.json: what one benchmark measured, on which machine, with which versions, when.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { step } from '../lib/log.mjs';
import { root } from '../lib/paths.mjs';

export const resultsDir = join(root, 'benchmarks/results');

/** `lines`: the file that the benchmark's processes added to. */
export function saveResults(name, lines, python) {
  const parts = readFileSync(lines, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const ofKind = (kind) =>
    parts.filter((part) => part.kind === kind).map(({ kind: _, ...rest }) => rest);
  const results = {
    benchmark: name,
    date: new Date().toISOString().slice(0, 16).concat('Z'),
    machine: machine(),
    versions: versions(python),
    tables: ofKind('table'),
    curves: ofKind('curve'),
  };
  mkdirSync(resultsDir, { recursive: true });
  writeFileSync(join(resultsDir, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
  step(`wrote benchmarks/results/${name}.json`);
}

function machine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${platform()} ${release().split('-')[0]}, ${arch()}`,
    // Programs that wanted a core in the last minute: more than this one's tell of a busy machine.
    load: Number(loadavg()[0].toFixed(1)),
  };
}

function versions(python) {
  const require = createRequire(join(root, 'benchmarks/package.json'));
  const { dependencies } = require(join(root, 'benchmarks/package.json'));
  const npm = {};
  for (const name of Object.keys(dependencies)) {
    if (name.startsWith('@dareblopy/')) continue;
    const manifest = join(root, 'benchmarks/node_modules', name, 'package.json');
    npm[name] = JSON.parse(readFileSync(manifest, 'utf8')).version;
  }
  const { version } = require(join(root, 'package.json'));
  return { node: process.versions.node, dareblopy: version, npm, python: pythonVersions(python) };
}

/** Versions of what a Python has; undefined without one. */
function pythonVersions(python) {
  if (!python) return undefined;
  const pip = ['-m', 'pip', 'list', '--format=json', '--disable-pip-version-check'];
  const { stdout, status } = spawnSync(python, pip, { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const list = JSON.parse(stdout).filter(({ name }) => !['pip', 'setuptools'].includes(name));
  return Object.fromEntries(list.map(({ name, version }) => [name, version]));
}

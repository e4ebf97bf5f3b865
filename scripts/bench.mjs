// npm run bench [name...]: runs benchmarks/<name>.bench.mjs, each in a process of its own.
//   -- --save    keeps what was measured in benchmarks/results, and makes tables and charts of it
//   -- --peers   installs Python's peers into an environment of their own first; =all takes the giants, too
//   -- --standalone  in an empty folder, against the published packages; --packages DIR: tarballs of them
//   -- --report  measures nothing: makes tables and charts of what was kept
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installPeers } from './bench/peers.mjs';
import { report } from './bench/report.mjs';
import { saveResults } from './bench/save.mjs';
import { runStandalone } from './bench/standalone.mjs';
import { build } from './lib/bootstrap.mjs';
import { run } from './lib/exec.mjs';
import { main, UserError } from './lib/log.mjs';
import { buildTarget, configureRelease } from './lib/native-build.mjs';
import { root } from './lib/paths.mjs';

const SUFFIX = '.bench.mjs';
const folder = join(root, 'benchmarks');

await main(async () => {
  const { names, save, peers, reportOnly, standalone, packages } = readArguments();
  if (reportOnly) return report();
  const env = { ...process.env };
  if (peers) env.DAREBLOPY_BENCH_PYTHON ??= await installPeers(peers === 'all');
  if (standalone) return runStandalone(names, packages, env);
  await build();
  await buildFloors();
  const temporary = mkdtempSync(join(tmpdir(), 'dareblopy-bench-'));
  let failures = 0;
  for (const name of names) {
    console.log(`\n== ${name} ==`);
    const program = join(folder, name + SUFFIX);
    const lines = join(temporary, `${name}.jsonl`);
    if (save) env.DAREBLOPY_BENCH_RESULTS = lines;
    const code = await run(process.execPath, ['--expose-gc', program], { cwd: root, env });
    if (code !== 0) failures++;
    else if (save) saveResults(name, lines, env.DAREBLOPY_BENCH_PYTHON);
  }
  rmSync(temporary, { recursive: true });
  if (save) await report();
  return failures === 0 ? 0 : 1;
});

function readArguments() {
  const args = process.argv.slice(2);
  const peers = args.find((word) => /^--peers(=|$)/.test(word));
  const { values, positionals } = parseArgs({
    args: args.filter((word) => word !== peers),
    options: {
      save: { type: 'boolean' },
      report: { type: 'boolean' },
      standalone: { type: 'boolean' },
      packages: { type: 'string' },
    },
    allowPositionals: true,
  });
  const all = readdirSync(folder)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
  for (const name of positionals) {
    if (!all.includes(name))
      throw new UserError(`no benchmark ${name}; there are: ${all.join(', ')}`);
  }
  return {
    names: positionals.length > 0 ? positionals : all,
    save: values.save,
    standalone: values.standalone,
    packages: values.packages && resolve(values.packages),
    reportOnly: values.report,
    peers: peers && (peers.endsWith('=all') ? 'all' : 'small'),
  };
}

/** The bare C++ programs that benchmarks measure themselves against. */
async function buildFloors() {
  await configureRelease();
  await buildTarget('floors');
}

// node scripts/check.mjs [name...]: the longer checks, each a program in scripts/checks/.
// Each counts as one test. Without names all are run, but those in DAREBLOPY_SKIP_CHECKS.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { main, step, UserError } from './lib/log.mjs';
import { root } from './lib/paths.mjs';

const MINUTE = 60_000;
const LIMIT_MINUTES = 12;
const TOTAL_MINUTES = Number(process.env.DAREBLOPY_CHECK_MINUTES ?? 33);
// Quick ones first, so that a slip of style is known early.
const ORDER = ['lint', 'clang-format', 'arrows', 'qemu', 'asan', 'tsan', 'tfjs-node', 'clang-tidy'];

await main(async () => {
  const folder = join(root, 'scripts/checks');
  const programs = new Map();
  for (const file of readdirSync(folder)) {
    if (/\.(sh|mjs)$/.test(file)) programs.set(basename(file, extname(file)), join(folder, file));
  }
  const rank = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const all = [...programs.keys()].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const skip = new Set((process.env.DAREBLOPY_SKIP_CHECKS ?? '').split(/[\s,]+/));
  const wanted = process.argv.slice(2);
  for (const name of wanted) {
    if (!programs.has(name)) throw new UserError(`no check ${name}; there are: ${all.join(', ')}`);
  }
  const names = wanted.length > 0 ? wanted : all.filter((name) => !skip.has(name));
  const deadline = Date.now() + TOTAL_MINUTES * MINUTE;
  const results = [];
  for (const name of names) {
    step(`check ${name}`);
    const started = Date.now();
    const limit = Math.min(LIMIT_MINUTES * MINUTE, deadline - started);
    const outcome = limit > 0 ? await runCheck(programs.get(name), limit) : 'no time left for it';
    const seconds = Math.round((Date.now() - started) / 1000);
    results.push({ name, outcome, seconds });
    step(`check ${name}: ${outcome} (${seconds} s)`);
  }
  console.log('');
  for (const { name, outcome, seconds } of results) {
    console.log(`${name.padEnd(16)} ${String(seconds).padStart(5)} s  ${outcome}`);
  }
  const passed = results.filter(({ outcome }) => outcome === 'passed').length;
  console.log(`${passed} passed, ${results.length - passed} failed`);
  return passed === results.length ? 0 : 1;
});

/** Runs one check in a process group of its own, which the time limit ends whole. */
function runCheck(program, limit) {
  const command = program.endsWith('.sh') ? 'bash' : process.execPath;
  return new Promise((resolve) => {
    const child = spawn(command, [program], { cwd: root, stdio: 'inherit', detached: true });
    let late = false;
    const end = () => process.kill(-child.pid, 'SIGKILL');
    const interrupted = () => {
      end();
      process.exit(130);
    };
    for (const name of ['SIGINT', 'SIGTERM']) process.once(name, interrupted);
    const timer = setTimeout(() => {
      late = true;
      end();
    }, limit);
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, interrupted);
      if (late) resolve(`stopped after ${Math.round(limit / 1000)} s`);
      else resolve(code === 0 ? 'passed' : `failed (${signal ?? `exit ${code}`})`);
    });
  });
}

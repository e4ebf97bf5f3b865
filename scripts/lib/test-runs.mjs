// Runs the two test programs and answers what each counted.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './exec.mjs';
import { coreTests } from './native-build.mjs';
import { root } from './paths.mjs';

/** Vitest over every package, type tests included. */
export function runVitest(args) {
  return withReport(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const all = ['run', '--passWithNoTests', ...reporters, ...args];
    const code = await run(process.execPath, [vitestProgram(), ...all], { cwd: root });
    const result = readJson(report);
    if (!result) return { passed: 0, failed: 1, skipped: 0 };
    const skipped = result.numPendingTests + result.numTodoTests;
    // A file that could not be loaded has no tests to count: it counts as one.
    const broken = result.testResults.filter((f) => f.status === 'failed' && !hasFailure(f)).length;
    const failed = result.numFailedTests + broken;
    return { passed: result.numPassedTests, failed: code && !failed ? 1 : failed, skipped };
  });
}

const hasFailure = (file) => file.assertionResults.some((test) => test.status === 'failed');
const vitestProgram = () => join(root, 'node_modules/vitest/vitest.mjs');

/** The C++ tests of the core. */
export function runCoreTests(args = [], program = [coreTests]) {
  return withReport(async (report) => {
    const [command, ...before] = program;
    const all = [...before, `--gtest_output=json:${report}`, '--gtest_brief=1', ...args];
    const code = await run(command, all, { cwd: root });
    const result = readJson(report);
    // A crash leaves no report.
    if (!result) return { passed: 0, failed: 1, skipped: 0 };
    let skipped = 0;
    for (const suite of result.testsuites) {
      for (const test of suite.testsuite) if (test.result === 'SKIPPED') skipped++;
    }
    const failed = result.failures + result.errors;
    const passed = result.tests - failed - skipped - result.disabled;
    skipped += result.disabled;
    return { passed, failed: code && !failed ? 1 : failed, skipped };
  });
}

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-test-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** One line and one exit code for several runs; in CI a skipped test has failed. */
export function summarise(runs) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const key of Object.keys(sum)) for (const one of runs) sum[key] += one[key];
  if (process.env.CI) {
    if (sum.skipped) console.log(`${sum.skipped} skipped, counted as failed because CI is set`);
    sum.failed += sum.skipped;
  } else if (sum.skipped) {
    console.log(`${sum.skipped} skipped`);
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 ? 0 : 1;
}

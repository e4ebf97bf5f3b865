// Runs what was built for a platform, as far as this machine can: the C++ tests, and the suite of
// scripts/consumers on that platform's Node with that platform's package.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRegistry } from '../consumers/registry.mjs';
import { SUITE } from '../consumers/runtimes.mjs';
import { Sandbox } from '../consumers/sandbox.mjs';
import { UserError } from '../lib/log.mjs';
import { nativeDir } from '../lib/paths.mjs';
import { packAll } from '../pack/pack-all.mjs';
import { emulators } from './emulators.mjs';
import { targets } from './targets.mjs';

/** Checks one platform in `results` (of scripts/consumers). */
export async function runHere(results, name, filter) {
  if (!emulators[name]) {
    await results.check(name, 'is not run here', () => 'no emulator for it');
    return;
  }
  const emulator = await emulators[name]();
  const work = mkdtempSync(join(tmpdir(), 'dareblopy-run-'));
  const log = join(work, 'log');
  try {
    const tests = join(
      nativeDir,
      'build',
      `prebuild-${name}`,
      name.startsWith('win32') ? 'core_tests.exe' : 'core_tests',
    );
    if (existsSync(tests)) {
      await results.check(name, `C++ tests, ${emulator.description}`, async () => {
        const args = ['--gtest_brief=1', ...(filter ? [`--gtest_filter=${filter}`] : [])];
        const { code, text } = await emulator.run(log, tests, args, {
          cwd: work,
          env: process.env,
        });
        if (code !== 0) throw new UserError(text.split('\n').slice(-60).join('\n'));
        return /\[ {2}PASSED {2}\] (\d+ tests)/.exec(text)?.[1];
      });
    }
    await suite(results, name, emulator, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function suite(results, name, emulator, work) {
  const packages = await packAll(join(work, 'packages'), { platforms: [name] });
  const registry = await startRegistry(packages);
  const sandbox = new Sandbox(registry.url);
  try {
    await results.check(name, `suite on Node, ${emulator.description}`, async () => {
      const app = sandbox.app('suite', Object.fromEntries(SUITE.map((one) => [one, '*'])));
      const { os, cpu, libc } = targets[name];
      const system = [`--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])];
      await sandbox.run('npm', ['install', ...system], app);
      const programs = new URL('../consumers/programs/', import.meta.url);
      for (const file of readdirSync(programs)) cpSync(new URL(file, programs), join(app, file));
      for (const file of ['main.mjs', 'workers.mjs']) {
        const env = { ...process.env, DAREBLOPY_NATIVE_PATH: '' };
        const { text } = await emulator.run(join(work, 'log'), emulator.node, [file], {
          cwd: app,
          env,
        });
        if (!/smoke passed/.test(text)) throw new UserError(`${file}:\n${text}`);
      }
      return 'main thread and 4 workers';
    });
  } finally {
    await registry.close();
    sandbox.remove();
  }
}

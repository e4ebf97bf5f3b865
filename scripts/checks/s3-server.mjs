// @dareblopy/remote on a server of S3 that others wrote: versitygw where it is installed or Go can build it
// (through the Go module proxy, once a machine), else s3rver from npm.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from '../lib/bootstrap.mjs';
import { run, which } from '../lib/exec.mjs';
import { main, step, UserError } from '../lib/log.mjs';
import { bin, cacheDir, root } from '../lib/paths.mjs';

const VERSITYGW = 'v1.8.0';
const S3RVER = '3.7.1';
const BUILD_MINUTES = 6;
const tools = join(cacheDir, 'tools');

await main(async () => {
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-s3-'));
  let server;
  try {
    const port = await freePort();
    server = await startServer(folder, port);
    await untilItAnswers(server, port);
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    };
    const cwd = join(root, 'packages/remote');
    return await run(bin('vitest'), ['run', '--config', 'vitest.s3.config.ts'], { cwd, env });
  } finally {
    server?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Serves a bucket called `bucket` in `folder`. */
async function startServer(folder, port) {
  const data = join(folder, 'data');
  mkdirSync(join(data, 'bucket'), { recursive: true });
  const versitygw = await findVersitygw();
  if (versitygw) {
    step(`versitygw: ${versitygw}`);
    mkdirSync(join(folder, 'sidecar'));
    const address = ['--port', `127.0.0.1:${port}`, '--access', 'S3RVER', '--secret', 'S3RVER'];
    const posix = ['posix', '--sidecar', join(folder, 'sidecar'), data];
    return spawn(versitygw, [...address, '--keep-alive', '--quiet', ...posix], { stdio: 'ignore' });
  }
  step(`s3rver ${S3RVER}, from npm: there is no Go to build versitygw with`);
  const home = join(tools, `s3rver-${S3RVER}`);
  if (!existsSync(join(home, 'node_modules/s3rver'))) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }');
    const code = await run('npm', ['install', '--silent', '--no-audit', `s3rver@${S3RVER}`], {
      cwd: home,
    });
    if (code !== 0)
      throw new UserError('neither versitygw nor s3rver could be had: no real server of S3');
  }
  const program = join(home, 'node_modules/s3rver/bin/s3rver.js');
  const where = ['-d', data, '-a', '127.0.0.1', '-p', `${port}`, '--configure-bucket', 'bucket'];
  return spawn(process.execPath, [program, ...where], { stdio: 'ignore' });
}

/** Its path; undefined where it is not there and cannot be built. */
async function findVersitygw() {
  const installed = which('versitygw');
  if (installed) return installed;
  const built = join(tools, 'versitygw');
  if (existsSync(built)) return built;
  if (!which('go')) return undefined;
  step(`building versitygw ${VERSITYGW} (once; at most ${BUILD_MINUTES} minutes)`);
  mkdirSync(tools, { recursive: true });
  const env = { ...process.env, GOBIN: tools };
  const target = `github.com/versity/versitygw/cmd/versitygw@${VERSITYGW}`;
  const code = await run('go', ['install', target], { env, timeout: BUILD_MINUTES * 60_000 });
  if (code === 0) return built;
  step('versitygw could not be built');
  return undefined;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function untilItAnswers(server, port) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (server.exitCode !== null) throw new UserError('the server ended by itself');
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer) return;
    await pause(100);
  }
  throw new UserError('the server does not answer');
}

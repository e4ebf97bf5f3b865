// A registry of npm's kind on this machine, as long as it is needed: ours to publish to, the rest from npm.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, toolbox } from '../consumers/toolbox.mjs';
import { output } from '../lib/exec.mjs';
import { step, UserError } from '../lib/log.mjs';

/** Answers { url, token, close }. */
export async function startVerdaccio() {
  const tools = await toolbox(['node-22', 'verdaccio']); // verdaccio needs more than our oldest Node
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-verdaccio-'));
  const config = join(folder, 'config.yaml');
  writeFileSync(config, configuration(folder));
  const port = await freePort();
  const args = [program(tools, 'verdaccio/bin/verdaccio'), '--config', config];
  const listen = ['--listen', `127.0.0.1:${port}`];
  const server = spawn(program(tools, 'node-22/bin/node'), [...args, ...listen], {
    cwd: folder,
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    if (server.exitCode === null && server.kill()) {
      await new Promise((resolve) => server.once('exit', resolve));
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answers(`${url}/-/ping`, server);
  } catch (error) {
    await close();
    throw error;
  }
  step(`verdaccio answers at ${url}`);
  return { url, token: 'anybody', close };
}

function configuration(folder) {
  const upstream = output('npm', ['config', 'get', 'registry']).trim();
  const own = ['@dareblopy/*', 'dareblopy'].map(
    (name) => `  '${name}':\n    access: $all\n    publish: $anonymous\n`,
  );
  return [
    `storage: ${join(folder, 'storage')}`,
    `auth:\n  htpasswd:\n    file: ${join(folder, 'htpasswd')}`,
    `uplinks:\n  npm:\n    url: ${upstream}\n    cache: false`,
    `packages:\n${own.join('')}  '**':\n    access: $all\n    proxy: npm`,
    'max_body_size: 50mb',
    'log: { type: stdout, level: error }',
    '',
  ].join('\n');
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url, server) {
  for (let i = 0; i < 300; i++) {
    if (server.exitCode !== null) throw new UserError('verdaccio ended at once');
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new UserError('verdaccio did not answer in a minute');
}

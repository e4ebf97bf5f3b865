import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a program of examples/ as a user does: on what the build made. */
export function startExample(name, args) {
  const program = fileURLToPath(new URL(`../${name}/main.mjs`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
  return { child, ended };
}

/** What it printed; throws all of it when the program failed. */
export async function runExample(name, args) {
  const { code, output } = await startExample(name, args).ended;
  if (code !== 0) throw new Error(`${name} failed (${code}):\n${output}`);
  return output;
}

import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program beside this file, on the built packages, in a process of its own. */
export class Program {
  readonly child: ChildProcess;
  /** What it printed, when it has ended. */
  readonly ended: Promise<{ code: number | null; signal: string | null; output: string }>;

  constructor(name: string, args: readonly (string | number)[], env: Record<string, string> = {}) {
    this.child = fork(fileURLToPath(new URL(name, import.meta.url)), args.map(String), {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
      execArgv: [],
      timeout: 120_000,
    });
    let output = '';
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk) => {
        output += chunk;
      });
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code, signal) => resolve({ code, signal, output }));
    });
  }

  /** Waits for the next message, or the end. */
  async message(): Promise<unknown> {
    const said = new Promise((resolve) => this.child.once('message', resolve));
    return Promise.race([said, this.ended]);
  }
}

// A program that does one round of work for each line it is sent, and answers with its milliseconds.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class LineProcess {
  #child;
  #lines;
  #ended;

  /** `env`: variables beside this process's own. */
  constructor(command, args, env = {}) {
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    this.#child.stdin.on('error', () => undefined); // it ended: `round` says so
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', resolve);
      this.#child.on('exit', resolve);
    });
  }

  /** Sends `line` and answers the line that comes back; undefined when the program has ended. */
  async ask(line = '') {
    this.#child.stdin.write(`${line}\n`);
    const { value, done } = await this.#lines.next();
    return done ? undefined : value;
  }

  /** Milliseconds of one round. */
  async round(line = '') {
    const answer = await this.ask(line);
    const taken = Number(answer);
    if (answer === undefined || Number.isNaN(taken)) throw new Error(`no time but '${answer}'`);
    return taken;
  }

  async close() {
    this.#child.stdin.end();
    await this.#ended;
  }
}

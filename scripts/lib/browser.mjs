// Chromium without a window, for checks that look at pages: spoken to over a pipe, without a library.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { must, which } from './exec.mjs';
import { root } from './paths.mjs';

/** Its path; installed by Debian's package where it is missing. */
export async function findChromium() {
  const known = () => which('chromium') ?? which('chromium-browser') ?? which('google-chrome');
  if (!known()) await must(join(root, 'scripts/checks/needs/install'), ['chromium:chromium']);
  return known();
}

/** Chromium's DevTools protocol over a pipe: messages with a NUL behind each. */
export class Browser {
  problems = [];
  #child;
  #session;
  #last = 0;
  #waiting = new Map();

  static async start(program, folder, children) {
    const browser = new Browser();
    const argv = [
      '--headless=new',
      '--remote-debugging-pipe',
      '--disable-gpu',
      '--no-first-run',
      '--disable-dev-shm-usage',
    ];
    if (process.getuid?.() === 0) argv.push('--no-sandbox'); // it refuses to have one for root
    argv.push(
      '--window-size=1280,900',
      `--user-data-dir=${join(folder, 'profile')}`,
      'about:blank',
    );
    browser.#child = spawn(program, argv, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    children.push(browser.#child);
    browser.#child.stdio[3].on('error', () => {}); // it is gone: whoever waits is told by the timeout
    let rest = '';
    browser.#child.stdio[4].setEncoding('utf8').on('data', (text) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop();
      for (const message of messages) browser.#take(JSON.parse(message));
    });
    const { targetInfos } = await browser.send('Target.getTargets');
    const { targetId } = targetInfos.find(({ type }) => type === 'page');
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    browser.#session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Log']) await browser.send(`${domain}.enable`);
    return browser;
  }

  #take({ id, method, params, result, error }) {
    if (id !== undefined) {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) reject(new Error(error.message));
      else resolve(result);
    } else if (method === 'Runtime.exceptionThrown') {
      this.problems.push(
        params.exceptionDetails.exception?.description ?? params.exceptionDetails.text,
      );
    } else if (method === 'Log.entryAdded' && params.entry.level === 'error') {
      this.problems.push(params.entry.text);
    }
  }

  send(method, params = {}) {
    const id = ++this.#last;
    const message = { id, method, params, ...(this.#session ? { sessionId: this.#session } : {}) };
    this.#child.stdio[3].write(`${JSON.stringify(message)}\0`);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method}: no answer in 30 s`)), 30_000);
      const settle = (what) => (value) => {
        clearTimeout(timer);
        what(value);
      };
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
    });
  }

  open(url) {
    return this.send('Page.navigate', { url });
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails)
      throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }

  async until(expression) {
    for (let tries = 0; tries < 150; tries++) {
      if (await this.evaluate(expression).catch(() => false)) return;
      await pause(100);
    }
    await this.screenshot('failed');
    throw new Error(`not within 15 s: ${expression}`);
  }

  /** With real key presses. */
  async type(selector, text) {
    await this.evaluate(`document.querySelector('${selector}').focus()`);
    await this.send('Input.insertText', { text });
  }

  async set(selector, value) {
    await this.evaluate(
      `document.querySelector('${selector}').focus(); document.activeElement.select()`,
    );
    await this.send('Input.insertText', { text: value });
  }

  async screenshot(name) {
    const folder = process.env.DAREBLOPY_SCREENSHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    writeFileSync(join(folder, `${name}.png`), Buffer.from(data, 'base64'));
  }
}

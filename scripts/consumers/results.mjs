// A line a check, all of them run, and what failed in full at the end.
import { step } from '../lib/log.mjs';

export class Results {
  rows = [];

  /** Runs one check; what `work` answers is its note. */
  async check(what, where, work) {
    const started = Date.now();
    let failure;
    let note = '';
    try {
      note = (await work()) ?? '';
    } catch (error) {
      failure = error;
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    this.rows.push({ what, where, failure });
    step(
      `${what.padEnd(22)} ${where.padEnd(34)} ${failure ? 'FAILED' : 'ok'} (${seconds} s) ${note}`,
    );
  }

  /** Prints what failed; answers an exit code. */
  finish() {
    const failed = this.rows.filter(({ failure }) => failure);
    for (const { what, where, failure } of failed)
      console.log(`\n${what}, ${where}:\n${failure.message}`);
    console.log(`\n${this.rows.length - failed.length} of ${this.rows.length} passed`);
    return failed.length === 0 ? 0 : 1;
  }
}
